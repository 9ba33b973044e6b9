const FIRST_MS = 5_000;
const MAX_MS = 5 * 60_000;
const NUMBER_MS = 1_000;

/** What must not be called now. Times are those of one monotonic clock, in ms. */
export class ChannelPause {
  private refusals = 0;
  private closedUntilMs = 0;
  private readonly numbers = new Map<string, number>();

  /** The token was refused: nothing is sent for a while, longer each time. Answers how long. */
  tokenRefused(nowMs: number): number {
    // Calls that were under way together are one refusal.
    if (nowMs >= this.closedUntilMs) {
      this.refusals += 1;
      this.closedUntilMs = nowMs + Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(this.refusals - 1, 10));
    }
    return this.closedUntilMs - nowMs;
  }

  tokenAccepted(): void {
    this.refusals = 0;
    this.closedUntilMs = 0;
  }

  /** A number has reached its limit at WhatsApp. */
  numberLimited(phoneNumberId: string, nowMs: number): void {
    this.numbers.set(phoneNumberId, nowMs + NUMBER_MS);
  }

  pausedNumbers(nowMs: number): string[] {
    for (const [id, untilMs] of this.numbers) if (untilMs <= nowMs) this.numbers.delete(id);
    return [...this.numbers.keys()];
  }

  /** How many calls may be under way together: after a refusal one at a time, to see whether the token is right again. */
  callsMax(callsMax: number, nowMs: number): number {
    if (nowMs < this.closedUntilMs) return 0;
    return this.refusals > 0 ? 1 : callsMax;
  }
}
