/** Timers that all end together. */
export class Timers {
  private readonly running = new Set<NodeJS.Timeout>();

  in(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.running.delete(timer);
      act();
    }, delayMs);
    this.running.add(timer);
  }

  clear(): void {
    for (const timer of this.running) clearTimeout(timer);
    this.running.clear();
  }
}
