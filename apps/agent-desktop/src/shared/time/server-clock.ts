/**
 * The server's time as near as HTTP lets us know it. Timers count from it, so an agent's wrong clock shows no wrong wait.
 *
 * `Date` headers have whole seconds: an answer stamped `d`, asked at `sent` and received at `received`, says that the
 * server is ahead by something between `d - received` and `d + 1 s - sent`. Each further answer narrows the range.
 */
export class ServerClock {
  private atLeastMs = -Infinity;
  private atMostMs = Infinity;

  constructor(private readonly localNow: () => number) {}

  observe(dateHeader: string | null, sentAtMs: number, receivedAtMs: number): void {
    const stamp = dateHeader ? Date.parse(dateHeader) : NaN;
    if (Number.isNaN(stamp)) return;
    const low = stamp - receivedAtMs;
    const high = stamp + 1000 - sentAtMs;
    const disjoint = low > this.atMostMs || high < this.atLeastMs;
    // One of the clocks was set: what was known before is void.
    this.atLeastMs = disjoint ? low : Math.max(low, this.atLeastMs);
    this.atMostMs = disjoint ? high : Math.min(high, this.atMostMs);
  }

  /** How far the server is ahead of us. Zero inside the range counts as no difference: most clocks are right. */
  get offsetMs(): number {
    if (this.atLeastMs <= 0 && this.atMostMs >= 0) return 0;
    return (this.atLeastMs + this.atMostMs) / 2;
  }

  now(): number {
    return this.localNow() + this.offsetMs;
  }
}

export const serverClock = new ServerClock(() => Date.now());
