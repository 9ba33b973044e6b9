import { backOff } from '../timing/back-off.timer';
import { atPace } from '../timing/pace.timer';
import type { AllSlice, EventStore, Subscription } from './event-store';

/** Resolves when something may stand after `position`, or when `signal` aborts. */
export type WaitAfter = (position: number, signal: AbortSignal) => Promise<void>;

const BATCH_MAX = 500;
/** While events keep coming, they are handled no more often than this: larger batches cost everyone less. */
const PACE_MS = 16;

/**
 * `subscribe` of an adapter that can read and wait: catches up, then follows, in order, one batch at a time. While a full batch is
 * handled, the next is read. The first event after a pause is handled at once.
 */
export async function follow(store: Pick<EventStore, 'readAll'>, waitAfter: WaitAfter, subscription: Subscription): Promise<void> {
  const { signal, onBatch, batchMax: limit = BATCH_MAX, categories, types } = subscription;
  const filter = { ...(categories && { categories }), ...(types && { types }) };
  const read = (after: number) => untilDone(() => store.readAll({ after, limit, ...filter }), subscription);
  let position = subscription.after;
  let ahead: ReturnType<typeof read> | undefined;
  while (!signal.aborted) {
    const slice = await (ahead ?? read(position));
    ahead = undefined;
    if (slice === undefined) return;
    if (slice.position <= position) {
      await waitAfter(position, signal);
      continue;
    }
    position = slice.position;
    const full = slice.events.length === limit;
    if (full) ahead = read(position);
    const handle = () => untilDone(() => onBatch(slice), subscription);
    await (full ? handle() : atPace(PACE_MS, handle, signal));
  }
  await ahead;
}

/** Tries again, with back-off, until it succeeds; `undefined` when the subscription ended before. */
async function untilDone<T extends AllSlice | void>(step: () => Promise<T>, { signal, onError }: Subscription): Promise<T | undefined> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      onError?.(error);
      await backOff(attempt, signal);
    }
  }
  return undefined;
}
