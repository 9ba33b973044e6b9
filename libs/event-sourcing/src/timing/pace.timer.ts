import { pause } from './back-off.timer';

/** Does `work`, and then waits until `paceMs` have passed since its beginning, or until `signal` aborts. */
export async function atPace(paceMs: number, work: () => Promise<unknown>, signal?: AbortSignal): Promise<void> {
  const startedMs = performance.now();
  await work();
  const leftMs = paceMs - (performance.now() - startedMs);
  if (leftMs > 1) await pause(leftMs, signal);
}
