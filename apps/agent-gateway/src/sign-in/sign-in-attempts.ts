import { Overloaded } from '../limits/limited';

export const FAILURES_MAX = 10;
const WINDOW_MS = 60_000;
const REMEMBERED_MAX = 10_000;
const WAITING_MAX = 200;

interface Window {
  readonly endsAtMs: number;
  failures: number;
  underWay: number;
  readonly waiting: Set<() => void>;
}

/** What became of an attempt; `refused` when there were too many failures, to be tried again after `waitMs`. */
export type Attempted = { readonly is: 'matched' | 'failed' } | { readonly is: 'refused'; readonly waitMs: number };

/**
 * Slows down guessing: after {@link FAILURES_MAX} failed attempts in a minute the next ones are refused until the minute has ended.
 *
 * Only failures count, and a success forgets them. As many as may still fail are under way at once and the others wait for
 * what becomes of those, so that many at once gain nothing. Remembers so many keys and no more; the oldest goes first.
 */
export class SignInAttempts {
  private readonly windows = new Map<string, Window>();
  private waiting = 0;

  /**
   * @param now epoch ms
   * @param matches whether the password is right; when it throws, the attempt says nothing and counts as nothing
   * @throws Overloaded when too many wait already
   */
  async attempt(key: string, now: () => number, matches: () => Promise<boolean>): Promise<Attempted> {
    let window = this.windowOf(key, now());
    while (window.failures + window.underWay >= FAILURES_MAX) {
      if (window.failures >= FAILURES_MAX) return { is: 'refused', waitMs: Math.max(1, window.endsAtMs - now()) };
      await this.untilOneEnds(window);
      window = this.windowOf(key, now());
    }
    window.underWay += 1;
    try {
      const matched = await matches();
      window.failures = matched ? 0 : window.failures + 1;
      return { is: matched ? 'matched' : 'failed' };
    } finally {
      window.underWay -= 1;
      for (const wake of window.waiting) wake();
      window.waiting.clear();
    }
  }

  private async untilOneEnds(window: Window): Promise<void> {
    if (this.waiting >= WAITING_MAX) throw new Overloaded();
    this.waiting += 1;
    await new Promise<void>((wake) => window.waiting.add(wake));
    this.waiting -= 1;
  }

  private windowOf(key: string, nowMs: number): Window {
    const known = this.windows.get(key);
    if (known && (known.endsAtMs > nowMs || known.underWay >= FAILURES_MAX)) return known;
    const window = { endsAtMs: nowMs + WINDOW_MS, failures: 0, underWay: 0, waiting: new Set<() => void>() };
    this.windows.delete(key);
    if (this.windows.size >= REMEMBERED_MAX) this.windows.delete(this.windows.keys().next().value!);
    this.windows.set(key, window);
    return window;
  }
}
