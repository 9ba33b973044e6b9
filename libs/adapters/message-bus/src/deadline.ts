import { pause } from '@parley/event-sourcing';

/** Resolves when `work` settles, or after `ms`, whichever is first; never rejects. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work.catch(() => undefined), pause(ms, over.signal)]);
  over.abort();
}
