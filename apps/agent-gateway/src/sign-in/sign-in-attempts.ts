export const FAILURES_MAX = 10;
const WINDOW_MS = 60_000;
const REMEMBERED_MAX = 10_000;

/**
 * Slows down guessing: after {@link FAILURES_MAX} attempts in a minute that did not succeed, the next ones wait for the minute to end.
 *
 * An attempt counts from its start, so that many at once gain nothing; a success clears the count. Remembers so many keys and
 * no more; the oldest goes first.
 */
export class SignInAttempts {
  private readonly windows = new Map<string, { attempts: number; endsAtMs: number }>();

  /** @returns 0 when the attempt may go on, else how many milliseconds to wait */
  begin(key: string, nowMs: number): number {
    const known = this.windows.get(key);
    const window = known && known.endsAtMs > nowMs ? known : this.open(key, nowMs + WINDOW_MS);
    if (window.attempts >= FAILURES_MAX) return window.endsAtMs - nowMs;
    window.attempts += 1;
    return 0;
  }

  succeeded(key: string): void {
    this.windows.delete(key);
  }

  /** The attempt says nothing about the password: we were too busy to check it. */
  undecided(key: string): void {
    const window = this.windows.get(key);
    if (window) window.attempts -= 1;
  }

  private open(key: string, endsAtMs: number) {
    const window = { attempts: 0, endsAtMs };
    this.windows.delete(key);
    if (this.windows.size >= REMEMBERED_MAX) this.windows.delete(this.windows.keys().next().value!);
    this.windows.set(key, window);
    return window;
  }
}
