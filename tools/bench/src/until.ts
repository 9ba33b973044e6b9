import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the condition holds. @throws after `withinMs`, naming what was waited for */
export async function until(what: string, withinMs: number, condition: () => boolean | Promise<boolean>): Promise<void> {
  const startedMs = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedMs > withinMs) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await sleep(20);
  }
}
