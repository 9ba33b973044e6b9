import { pause } from '@parley/event-sourcing';

/** Resolves when `work` settles, or after `ms`, whichever is first; never rejects. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work.catch(() => undefined), pause(ms, over.signal)]);
  over.abort();
}

/** What did not settle in its time. It may still go on; nobody waits for it. */
export class Overdue extends Error {}

/** As `work` settles. @throws Overdue when it does not within `ms` */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = pause(ms, settled.signal).then(() => Promise.reject<never>(new Overdue(`no answer in ${ms} ms`)));
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
  }
}
