import { type BusRecord, together } from '@parley/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { advanceCheckpoints, loadCheckpoints } from './checkpoint';
import { orUnreachable } from './faults';
import { inTransaction } from './transaction';

export interface BusProjectionOptions {
  /** Opened on the schema that holds the rows and the `checkpoint` table. */
  readonly pool: Pool;
  /** With topic and partition the checkpoint's key: renaming it replays what the broker still has. */
  readonly name: string;
  /** Writes the rows of `records`, each partition's in order, on `tx`; it may be rolled back and come again. */
  readonly apply: (tx: PoolClient, records: readonly BusRecord[]) => Promise<void>;
}

/** Offsets begin at 0, so this is before all. */
const NOTHING = -1;

/**
 * An `onBatch` for a consumer: rows and offsets are committed in one transaction, one for all partitions that are ready together,
 * and records at or below the offset are skipped, so that every record counts once however often the broker hands it over.
 *
 * @throws Unreachable when the database is away: the consumer then waits, and blames no record
 */
export function busProjection({ pool, name, apply }: BusProjectionOptions): (records: readonly BusRecord[]) => Promise<void> {
  const checkpointOf = ({ topic, partition }: BusRecord) => `${name}/${topic}/${partition}`;
  const project = together(async (records) =>
    orUnreachable(() =>
      inTransaction(pool, async (tx) => {
        const loaded = await loadCheckpoints(tx, [...new Set(records.map(checkpointOf))]);
        const reached = new Map(loaded);
        const fresh = records.filter((record) => {
          const checkpoint = checkpointOf(record);
          if (record.offset <= (reached.get(checkpoint) ?? NOTHING)) return false;
          reached.set(checkpoint, record.offset);
          return true;
        });
        if (fresh.length === 0) return;
        await apply(tx, fresh);
        const moved = [...new Set(fresh.map(checkpointOf))];
        await advanceCheckpoints(tx, moved.map((at) => ({ name: at, from: loaded.get(at) ?? NOTHING, to: reached.get(at)!, start: NOTHING })));
      }),
    ),
  );
  return async (records) => {
    if (records.length > 0) await project(records);
  };
}
