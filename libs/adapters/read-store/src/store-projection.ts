import { type AllSlice, type EventStore, followFromCheckpoint, type RecordedEvent } from '@parley/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { advanceCheckpoint, CheckpointMoved, loadCheckpoint } from './checkpoint';
import { inTransaction } from './transaction';
import { Waiters } from './waiters';

export interface StoreProjectionOptions {
  readonly store: Pick<EventStore, 'subscribe'>;
  /** Opened on the schema that holds the rows and the `checkpoint` table. */
  readonly pool: Pool;
  /** The checkpoint's key: renaming it replays everything. */
  readonly name: string;
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
  /** Events of one transaction, at most; default 500. */
  readonly batchMax?: number;
  /** Writes the rows of `events` on `tx`, in position order; nothing else may be done here, as it may be rolled back. */
  readonly apply: (tx: PoolClient, events: readonly RecordedEvent[]) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told of each failure; the batch is then applied again, with back-off. */
  readonly onError?: (error: unknown) => void;
}

export interface StoreProjection {
  /** Resolves when `signal` aborted and the running transaction has ended. */
  readonly done: Promise<void>;
  /** Up to where the rows are; 0 before the start. */
  position(): number;
  /** True as soon as the rows are up to `position` (of an append, or `store.head()`); false after `timeoutMs`. */
  waitFor(position: number, timeoutMs: number): Promise<boolean>;
}

/** So many slices in which the filter left nothing may be looked at again after a restart; it spares a write for each. */
const UNSAVED_SLICES_MAX = 20;

/**
 * Keeps rows up to date with the store: each batch and the checkpoint are committed in one transaction, so every event counts once.
 *
 * Where several processes run the same projection, the one that moves the checkpoint first writes the rows. The others wait for its
 * commit before they do anything, and go on after what it has done.
 */
export function runStoreProjection({ pool, name, apply, batchMax = 500, ...following }: StoreProjectionOptions): StoreProjection {
  const waiters = new Waiters();
  let [saved, unsaved] = [0, 0];
  const commit = async (events: readonly RecordedEvent[], position: number) => {
    await inTransaction(pool, async (tx) => {
      await advanceCheckpoint(tx, name, { from: saved, to: position });
      if (events.length > 0) await apply(tx, events);
    });
    saved = position;
  };
  /** The checkpoint went forward, so the other one has written the rows up to there. */
  const goOnAfterOther = async (error: unknown) => {
    const reached = error instanceof CheckpointMoved ? await loadCheckpoint(pool, name) : 0;
    if (reached <= saved) throw error;
    saved = reached;
  };
  const handle = async ({ events, position }: AllSlice) => {
    for (unsaved += 1; saved < position;) {
      const fresh = events.filter((event) => event.position > saved);
      if (fresh.length === 0 && unsaved < UNSAVED_SLICES_MAX) break;
      await commit(fresh, position).catch(goOnAfterOther);
      unsaved = 0;
    }
    waiters.advance(Math.max(position, saved));
  };
  const load = async () => {
    saved = await loadCheckpoint(pool, name);
    waiters.advance(saved);
    return saved;
  };
  return {
    done: followFromCheckpoint({ ...following, batchMax, load, handle }),
    position: () => waiters.position,
    waitFor: (position, timeoutMs) => waiters.waitFor(position, timeoutMs),
  };
}
