import type { Queryable } from './transaction';

/** The database's clock in epoch ms: the one by which all processes agree on deadlines. */
export async function databaseTimeMs(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ ms: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms');
  return rows[0]!.ms;
}
