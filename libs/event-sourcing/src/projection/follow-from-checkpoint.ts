import type { AllSlice, EventStore } from '../event-store/event-store';
import { backOff } from '../timing/back-off.timer';

export interface CheckpointedFollowing {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
  readonly batchMax?: number;
  /** Where to go on: the position of the last slice whose effect is durable. */
  readonly load: () => Promise<number>;
  /** Makes the effect of a slice durable, and then (or with it) its position. */
  readonly handle: (slice: AllSlice) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onError?: (error: unknown) => void;
}

/**
 * Hands every slice after the checkpoint to `handle`, in position order, until `signal` aborts.
 *
 * After any failure it waits (back-off) and goes on from where the checkpoint then stands: a slice may come twice, never is one
 * left out, and whoever lost the checkpoint to another process follows that one.
 */
export async function followFromCheckpoint(following: CheckpointedFollowing): Promise<void> {
  const { signal, onError } = following;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      const madeProgress = await followUntilFailure(following);
      if (madeProgress) attempt = 1;
    } catch (error) {
      onError?.(error);
    }
    await backOff(attempt, signal);
  }
}

/** @returns whether at least one slice succeeded */
async function followUntilFailure({
  store,
  load,
  handle,
  signal,
  onError,
  categories,
  types,
  batchMax,
}: CheckpointedFollowing): Promise<boolean> {
  const after = await load();
  let succeeded = false;
  const failed = new AbortController();
  await store.subscribe({
    after,
    signal: AbortSignal.any([signal, failed.signal]),
    ...(categories && { categories }),
    ...(types && { types }),
    ...(batchMax && { batchMax }),
    ...(onError && { onError }),
    onBatch: async (slice) => {
      try {
        await handle(slice);
        succeeded = true;
      } catch (error) {
        onError?.(error);
        failed.abort();
      }
    },
  });
  return succeeded;
}
