import type { BusRecord } from '@parley/event-sourcing';

const KEYS_AT_ONCE = 16;

/**
 * An `onBatch` that hands over one record at a time: in order for each key, up to 16 keys at once. When one fails, the later ones
 * of its key wait, the other keys go on, and the batch is rejected; what was done is not done again when the records come back.
 */
export function recordByRecord(handle: (record: BusRecord) => Promise<void>): (records: readonly BusRecord[]) => Promise<void> {
  const done = new WeakSet<BusRecord>();
  return async (records) => {
    const keys = byKey(records.filter((record) => !done.has(record)));
    const failures: unknown[] = [];
    const work = async () => {
      for (let key = keys.pop(); key; key = keys.pop())
        try {
          for (const record of key) {
            await handle(record);
            done.add(record);
          }
        } catch (error) {
          failures.push(error);
        }
    };
    await Promise.all(Array.from({ length: Math.min(KEYS_AT_ONCE, keys.length) }, work));
    if (failures.length > 0) throw failures[0];
  };
}

/** The records of each key in order; the key that came first is the last, to be taken first. */
function byKey(records: readonly BusRecord[]): BusRecord[][] {
  const keys = new Map<string, BusRecord[]>();
  for (const record of records) {
    const key = keys.get(record.key);
    if (key) key.push(record);
    else keys.set(record.key, [record]);
  }
  return [...keys.values()].reverse();
}
