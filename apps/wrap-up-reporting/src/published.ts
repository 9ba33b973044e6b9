import { type BusRecord, Unprocessable } from '@parley/event-sourcing';

/** The events in `records`, without those of types that this version does not know. @throws Unprocessable for one that is not as published */
export function readOrRefuse<E>(records: readonly BusRecord[], read: (record: BusRecord) => E | undefined): E[] {
  return records.map((record) => orUnprocessable(() => read(record))).filter((event) => event !== undefined);
}

/** @throws Unprocessable instead of whatever `work` throws: it is the record's fault */
export function orUnprocessable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Unprocessable((error as Error).message, { cause: error });
  }
}
