import type { BusRecord } from '@parley/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { advanceCheckpoint, loadCheckpoint } from './checkpoint';
import { orUnreachable } from './faults';
import { inTransaction } from './transaction';

export interface BusProjectionOptions {
  /** Opened on the schema that holds the rows and the `checkpoint` table. */
  readonly pool: Pool;
  /** With topic and partition the checkpoint's key: renaming it replays what the broker still has. */
  readonly name: string;
  /** Writes the rows of `records`, which are of one partition and in order, on `tx`; it may be rolled back and come again. */
  readonly apply: (tx: PoolClient, records: readonly BusRecord[]) => Promise<void>;
}

/** Offsets begin at 0, so this is before all. */
const NOTHING = -1;

/**
 * An `onBatch` for a consumer: rows and offset are committed in one transaction, and records at or below the offset are skipped,
 * so that every record counts once however often the broker hands it over.
 *
 * @throws Unreachable when the database is away: the consumer then waits, and blames no record
 */
export function busProjection({ pool, name, apply }: BusProjectionOptions): (records: readonly BusRecord[]) => Promise<void> {
  return async (records) => {
    const [first] = records;
    const last = records.at(-1);
    if (!first || !last) return;
    const checkpoint = `${name}/${first.topic}/${first.partition}`;
    await orUnreachable(() =>
      inTransaction(pool, async (tx) => {
        const from = await loadCheckpoint(tx, checkpoint, NOTHING);
        const fresh = records.filter(({ offset }) => offset > from);
        if (fresh.length === 0) return;
        await apply(tx, fresh);
        await advanceCheckpoint(tx, checkpoint, { from, to: last.offset, start: NOTHING });
      }),
    );
  };
}
