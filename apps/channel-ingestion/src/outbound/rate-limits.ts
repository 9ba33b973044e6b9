/** Tokens that come back at a steady rate up to a limit. Times are those of one monotonic clock, in ms. */
class Bucket {
  private level: number;

  constructor(
    private readonly limit: number,
    private readonly perMs: number,
    private updatedAtMs: number,
  ) {
    this.level = limit;
  }

  /** 0 when there is a token, else how long until there is one. */
  waitMs(nowMs: number): number {
    this.refill(nowMs);
    // A hair less than one whole token is one: the refill adds fractions.
    return this.level > 1 - 1e-9 ? 0 : Math.ceil((1 - this.level) / this.perMs);
  }

  take(): void {
    this.level -= 1;
  }

  isFull(nowMs: number): boolean {
    this.refill(nowMs);
    return this.level >= this.limit;
  }

  private refill(nowMs: number): void {
    this.level = Math.min(this.limit, this.level + Math.max(0, nowMs - this.updatedAtMs) * this.perMs);
    this.updatedAtMs = Math.max(nowMs, this.updatedAtMs);
  }
}

/** WhatsApp's limits. Source: Cloud API, Throughput and About the platform. */
const PAIR_BURST = 45;
const PAIR_PER_MS = 1 / 6_000;
const PAIRS_REMEMBERED_MAX = 10_000;

/** What this process may send now: so many a second for each number, and a burst and then one in 6 s for each customer. */
export class RateLimits {
  private readonly numbers = new Map<string, Bucket>();
  private readonly pairs = new Map<string, Bucket>();

  constructor(private readonly messagesPerSecond: number) {}

  /** Takes one of each and answers 0; or takes nothing and answers how long to wait. */
  take(phoneNumberId: string, recipientKey: string, nowMs: number): number {
    const number = this.number(phoneNumberId, nowMs);
    const pair = this.pair(recipientKey, nowMs);
    const waitMs = Math.max(number.waitMs(nowMs), pair.waitMs(nowMs));
    if (waitMs > 0) return waitMs;
    number.take();
    pair.take();
    return 0;
  }

  private number(phoneNumberId: string, nowMs: number): Bucket {
    const known = this.numbers.get(phoneNumberId);
    if (known) return known;
    const bucket = new Bucket(this.messagesPerSecond, this.messagesPerSecond / 1000, nowMs);
    this.numbers.set(phoneNumberId, bucket);
    return bucket;
  }

  private pair(recipientKey: string, nowMs: number): Bucket {
    const bucket = this.pairs.get(recipientKey) ?? new Bucket(PAIR_BURST, PAIR_PER_MS, nowMs);
    this.pairs.delete(recipientKey);
    this.pairs.set(recipientKey, bucket);
    if (this.pairs.size > PAIRS_REMEMBERED_MAX) this.forget(nowMs);
    return bucket;
  }

  /** Full buckets say nothing; if none is full, the one that was used longest ago goes. */
  private forget(nowMs: number): void {
    for (const [key, bucket] of this.pairs) if (bucket.isFull(nowMs)) this.pairs.delete(key);
    if (this.pairs.size > PAIRS_REMEMBERED_MAX) this.pairs.delete(this.pairs.keys().next().value!);
  }
}
