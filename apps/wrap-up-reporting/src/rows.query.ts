import type { Queryable } from '@parley/read-store';

/** Where rows belong; `key` is the table's primary key. */
export interface Place<Row> {
  readonly table: string;
  readonly key: readonly (keyof Row & string)[];
}

/** All rows are there, by one statement; a row of the same key is replaced whole. */
export async function saveRows<Row extends object>(tx: Queryable, { table, key }: Place<Row>, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).sort(); // rows that were read have another order, and the statement has one text
  const names = columns.join(', ');
  const replaced = columns.filter((column) => !(key as readonly string[]).includes(column)).map((column) => `${column} = excluded.${column}`);
  await tx.query({
    name: `save-${table}`,
    text: `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)
      on conflict (${key.join(', ')}) do update set ${replaced.join(', ')}`,
    values: [JSON.stringify(rows)],
  });
}
