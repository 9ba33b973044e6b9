import { type BusRecord, Unreachable } from './message-bus';

/** Records in one call at most, unless a single batch is larger. */
const RECORDS_MAX = 1_000;

interface Waiting {
  readonly records: readonly BusRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * An `onBatch` that hands over the batches of several partitions in one call: those that arrive while a call is under way share the
 * next. Each partition's records keep their order, and one transaction does for all of them.
 *
 * When a shared call fails for another reason than an outage, each batch is handled again by itself, so that no partition is
 * blamed for another's record: `handle` must have no effect when it rejects, or the same effect when it is repeated.
 */
export function together(handle: (records: readonly BusRecord[]) => Promise<void>): (records: readonly BusRecord[]) => Promise<void> {
  let waiting: Waiting[] = [];
  let running = false;
  const drain = async () => {
    running = true;
    while (waiting.length > 0) {
      // One turn of the event loop: partitions that were read together come into the same call.
      await new Promise((resolve) => setImmediate(resolve));
      const batches = waiting.slice(0, fitting(waiting));
      waiting = waiting.slice(batches.length);
      await handleAll(batches, handle);
    }
    running = false;
  };
  return (records) =>
    new Promise((resolve, reject) => {
      waiting.push({ records, resolve, reject });
      if (!running) void drain();
    });
}

/** How many of the batches, from the first, go into one call: one at least. */
function fitting(batches: readonly Waiting[]): number {
  let records = 0;
  const beyond = batches.findIndex((batch, index) => (records += batch.records.length) > RECORDS_MAX && index > 0);
  return beyond === -1 ? batches.length : beyond;
}

async function handleAll(batches: readonly Waiting[], handle: (records: readonly BusRecord[]) => Promise<void>): Promise<void> {
  try {
    await handle(batches.flatMap(({ records }) => records));
    for (const { resolve } of batches) resolve();
  } catch (error) {
    if (batches.length === 1 || error instanceof Unreachable) for (const { reject } of batches) reject(error);
    else for (const batch of batches) await handleAll([batch], handle);
  }
}
