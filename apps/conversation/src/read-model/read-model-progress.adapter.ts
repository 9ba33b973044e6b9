import { Refused } from '@parley/contracts';
import { loadCheckpoint } from '@parley/read-store';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

export const READ_MODEL = 'read-model';

const WAIT_MAX_MS = 3_000;
/** Another replica may run the projection: then only its checkpoint tells how far it is. */
const LOOK_EVERY_MS = 25;

/** Lets a query wait until the read model holds what its caller knows to have happened. */
export class ReadModelProgress {
  private position = 0;
  private readonly waiting = new Set<{ position: number; wake: () => void }>();

  constructor(private readonly pool: Pool) {}

  /** The projection in this process has come to `position`. */
  advance(position: number): void {
    this.position = Math.max(this.position, position);
    for (const waiter of this.waiting) if (waiter.position <= this.position) waiter.wake();
  }

  /** @throws Refused `unavailable` when the read model is more than three seconds behind */
  async reached(position: number): Promise<void> {
    const deadline = performance.now() + WAIT_MAX_MS;
    while (this.position < position) {
      if (performance.now() > deadline) throw new Refused('unavailable', 'the read model is behind, try again');
      await this.nextNews(position);
      if (this.position < position) this.advance(await loadCheckpoint(this.pool, READ_MODEL));
    }
  }

  private async nextNews(position: number): Promise<void> {
    const looked = new AbortController();
    const waiter = { position, wake: () => looked.abort() };
    this.waiting.add(waiter);
    await sleep(LOOK_EVERY_MS, undefined, { signal: looked.signal }).catch(() => undefined);
    this.waiting.delete(waiter);
  }
}
