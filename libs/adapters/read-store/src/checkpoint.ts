import type { Queryable } from './transaction';

/** The table that {@link loadCheckpoint} and {@link advanceCheckpoint} use; every owner's first migration creates it in its schema. */
export const CHECKPOINT_TABLE = `create table if not exists checkpoint (
  name text primary key,
  position bigint not null,
  moved_at timestamptz not null default now()
)`;

/** Somebody else advanced this checkpoint: whoever gets this must roll back and load it again. */
export class CheckpointMoved extends Error {
  constructor(
    readonly checkpoint: string,
    readonly expected: number,
  ) {
    super(`checkpoint ${checkpoint} is no longer at ${expected}`);
    this.name = 'CheckpointMoved';
  }
}

export interface CheckpointMove {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What {@link loadCheckpoint} answers for a name that has never been advanced; default 0. */
  readonly start?: number;
}

/** Where `name` stands; `start` when it has never been advanced. */
export async function loadCheckpoint(db: Queryable, name: string, start = 0): Promise<number> {
  return (await loadCheckpoints(db, [name])).get(name) ?? start;
}

/** Where each of `names` stands; those that have never been advanced are not there. */
export async function loadCheckpoints(db: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; position: number }>('select name, position from checkpoint where name = any($1)', [names]);
  return new Map(rows.map(({ name, position }) => [name, position]));
}

/**
 * Moves `name` in the transaction `tx`: of two who advance it from the same place, one commits.
 *
 * @throws CheckpointMoved
 */
export const advanceCheckpoint = (tx: Queryable, name: string, move: Omit<CheckpointMove, 'name'>): Promise<void> => advanceCheckpoints(tx, [{ name, ...move }]);

/** All of `moves`, as {@link advanceCheckpoint} does each; the names differ. @throws CheckpointMoved for one that stood elsewhere */
export async function advanceCheckpoints(tx: Queryable, moves: readonly CheckpointMove[]): Promise<void> {
  const { rows } = await tx.query<{ name: string }>({ ...ADVANCE, values: columnsOf(moves) });
  const moved = new Set(rows.map(({ name }) => name));
  const left = moves.filter(({ name }) => !moved.has(name));
  const elsewhere = left.find(({ from, start = 0 }) => from !== start);
  if (elsewhere) throw new CheckpointMoved(elsewhere.name, elsewhere.from);
  if (left.length > 0) await begin(tx, left);
}

const ADVANCE = {
  name: 'advance-checkpoints',
  text: `update checkpoint c set position = m.next, moved_at = now()
    from unnest($1::text[], $2::bigint[], $3::bigint[]) as m (name, previous, next)
    where c.name = m.name and c.position = m.previous returning c.name`,
};

/** The first advance of a name; somebody else's first may come in between. */
async function begin(tx: Queryable, moves: readonly CheckpointMove[]): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    'insert into checkpoint (name, position) select m.name, m.next from unnest($1::text[], $2::bigint[]) as m (name, next) on conflict (name) do nothing returning name',
    [moves.map(({ name }) => name), moves.map(({ to }) => to)],
  );
  const lost = moves.find((move) => !rows.some(({ name }) => name === move.name));
  if (lost) throw new CheckpointMoved(lost.name, lost.from);
}

const columnsOf = (moves: readonly CheckpointMove[]): unknown[] => [moves.map(({ name }) => name), moves.map(({ from }) => from), moves.map(({ to }) => to)];

/** The checkpoint `name` for who keeps it apart from the effect, as a relay does: it moves only from where it was loaded. */
export function checkpointIn(db: Queryable, name: string) {
  return {
    load: () => loadCheckpoint(db, name),
    save: (to: number, from: number) => advanceCheckpoint(db, name, { from, to }),
  };
}
