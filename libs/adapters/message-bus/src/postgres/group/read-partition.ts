import type { BusRecord } from '@parley/event-sourcing';
import type { LogReader, ReadOn } from '../log/log-reader';

/**
 * Delivers the records of a partition in order, one batch at a time, until `signal` aborts; the next batch is fetched while one
 * is handled. A rejection of `deliver` ends it.
 */
export async function readPartition(reader: LogReader, from: ReadOn, deliver: (records: readonly BusRecord[]) => Promise<boolean>): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([from.signal, over.signal]);
  try {
    for (let fetched = reader.next({ ...from, signal }); ; ) {
      const records = await fetched;
      const last = records?.at(-1);
      if (records === undefined || last === undefined) return;
      fetched = reader.next({ ...from, signal, offset: last.offset + 1 });
      if (!(await deliver(records))) return;
    }
  } finally {
    over.abort();
  }
}
