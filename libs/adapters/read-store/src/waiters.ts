/** Callers who wait until a position is reached, each for a bounded time. */
export class Waiters {
  private reached = 0;
  private readonly waiting = new Set<{ readonly position: number; readonly wake: () => void }>();

  get position(): number {
    return this.reached;
  }

  advance(position: number): void {
    if (position <= this.reached) return;
    this.reached = position;
    for (const waiter of [...this.waiting]) if (waiter.position <= position) waiter.wake();
  }

  /** True when `position` was reached within `timeoutMs`. */
  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    if (position <= this.reached) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(position <= this.reached);
      };
      const waiter = { position, wake: end };
      const timer = setTimeout(end, timeoutMs);
      this.waiting.add(waiter);
    });
  }
}
