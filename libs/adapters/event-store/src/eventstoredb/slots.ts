import { StoreUnavailable } from '@parley/event-sourcing';

interface Waiting {
  readonly sinceMs: number;
  readonly start: () => void;
}

/** At most so many pieces of work at once; a bounded number waits, for a bounded time. */
export class Slots {
  private running = 0;
  private readonly waiting: Waiting[] = [];
  private idle: (() => void)[] = [];

  constructor(private readonly bounds: { runningMax: number; waitingMax: number; waitMaxMs: number }) {}

  /** @throws StoreUnavailable when too many wait, or it waited too long */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { runningMax, waitingMax, waitMaxMs } = this.bounds;
    if (this.running >= runningMax) {
      if (this.waiting.length >= waitingMax) throw new StoreUnavailable('too many appends are waiting');
      const sinceMs = performance.now();
      await new Promise<void>((resolve) => this.waiting.push({ sinceMs, start: resolve }));
      if (performance.now() - sinceMs > waitMaxMs) {
        this.next();
        throw new StoreUnavailable('the append waited too long');
      }
    } else this.running += 1;
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  /** Resolves when nothing runs and nothing waits. */
  async settled(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Hands the place on, or gives it back. */
  private next(): void {
    const waiting = this.waiting.shift();
    if (waiting) return waiting.start();
    this.running -= 1;
    if (this.running > 0) return;
    for (const resolve of this.idle.splice(0)) resolve();
  }
}
