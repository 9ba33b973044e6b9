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

/** Where `name` stands; `start` when it has never been advanced. */
export async function loadCheckpoint(db: Queryable, name: string, start = 0): Promise<number> {
  const { rows } = await db.query<{ position: number }>('select position from checkpoint where name = $1', [name]);
  return rows[0]?.position ?? start;
}

/**
 * Moves `name` from `from` to `to` in the transaction `tx`: of two who advance it from the same place, one commits.
 *
 * @param start what {@link loadCheckpoint} answers for a name that has never been advanced
 * @throws CheckpointMoved
 */
export async function advanceCheckpoint(
  tx: Queryable,
  name: string,
  { from, to, start = 0 }: { from: number; to: number; start?: number },
): Promise<void> {
  const moved = await tx.query('update checkpoint set position = $3, moved_at = now() where name = $1 and position = $2', [name, from, to]);
  if (moved.rowCount === 1) return;
  const first =
    from === start
      ? await tx.query('insert into checkpoint (name, position) values ($1, $2) on conflict (name) do nothing', [name, to])
      : undefined;
  if (first?.rowCount !== 1) throw new CheckpointMoved(name, from);
}

/** The checkpoint `name` for who keeps it apart from the effect, as a relay does: it moves only from where it was loaded. */
export function checkpointIn(db: Queryable, name: string) {
  return {
    load: () => loadCheckpoint(db, name),
    save: (to: number, from: number) => advanceCheckpoint(db, name, { from, to }),
  };
}
