import type { BusRecord } from '@parley/event-sourcing';

/**
 * Runs `handle` for every record: those of one key one after the other, different keys at once, `limit` keys at most.
 *
 * Rejects with the first failure after all that had begun is over; nothing new begins after it.
 */
export async function handleByKey(records: readonly BusRecord[], limit: number, handle: (record: BusRecord) => Promise<void>): Promise<void> {
  const lines = new Map<string, BusRecord[]>();
  for (const record of records) {
    const line = lines.get(record.key);
    if (line) line.push(record);
    else lines.set(record.key, [record]);
  }
  const waiting = [...lines.values()];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let line = waiting.shift(); line && failures.length === 0; line = waiting.shift()) {
      for (const record of line) {
        if (failures.length > 0) return;
        await handle(record).catch((error: unknown) => failures.push(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, waiting.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
