import { BoundedMap } from '../bounded-map';

const EVERY_MS = 6_000;
const BURST = 45;

/** One message every 6 s to the same customer, 45 at once borrowed from the future. */
export class PairLimit {
  /** When the pair will have paid for all that it sent. */
  private readonly paidAtMs = new BoundedMap<string, number>(10_000);

  /** True when the pair may send now, and counts it. */
  take(pair: string, nowMs: number): boolean {
    const paidAtMs = Math.max(nowMs, this.paidAtMs.get(pair) ?? 0);
    if (paidAtMs - nowMs > EVERY_MS * (BURST - 1)) return false;
    this.paidAtMs.set(pair, paidAtMs + EVERY_MS);
    return true;
  }

  clear(): void {
    this.paidAtMs.clear();
  }
}
