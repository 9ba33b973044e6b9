export { toIso, toMs } from '@parley/contracts';

/** Tells the time in epoch milliseconds. Deciders get the time in their command; only handlers ask a clock. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

const SYNC_EVERY_MS = 30_000;

/**
 * The database's clock: asked at the start and every 30 s, carried on in between by the process's monotonic clock, so that a
 * service whose wall clock is wrong neither misses nor hastens a deadline.
 */
export class DatabaseClock implements Clock {
  private base = { databaseMs: Date.now(), monotonicMs: performance.now() };
  private timer: NodeJS.Timeout | undefined;

  /** @param askMs the database's time in epoch ms, e.g. `select extract(epoch from clock_timestamp()) * 1000` */
  constructor(private readonly askMs: () => Promise<number>) {}

  async start(): Promise<void> {
    await this.sync();
    this.timer = setInterval(() => void this.sync().catch(() => undefined), SYNC_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  now(): number {
    return Math.round(this.base.databaseMs + performance.now() - this.base.monotonicMs);
  }

  private async sync(): Promise<void> {
    const asked = performance.now();
    const databaseMs = Number(await this.askMs());
    const answered = performance.now();
    this.base = { databaseMs, monotonicMs: (asked + answered) / 2 };
  }
}
