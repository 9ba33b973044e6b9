import type { Logger } from '@parley/service-kit';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 10 * 60_000;

/** Runs each job every ten minutes: what can matter no more is forgotten, so tables do not grow with history. */
export async function runUpkeep(jobs: readonly { prune(): Promise<void> }[], logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const job of jobs)
      await job.prune().catch((error: unknown) => logger.warn({ err: error, job: job.constructor.name }, 'upkeep failed, goes on later'));
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
