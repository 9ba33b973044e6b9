import { call, untilAnswered } from '../api/call';
import { backOffMs } from '../time/back-off';

/** As many attempts as lead to the longest pause. */
const MANY = 10;

/** Fetches what is missing, each path once at a time. A path that failed rests a while; then whoever misses it may ask for it again. */
export class Fetching {
  /** What is on its way, or rests until its timer. */
  private readonly paths = new Map<string, ReturnType<typeof setTimeout> | undefined>();
  /** What was asked for in an earlier round may have a gap, and is thrown away. */
  private round = 0;

  /** @param onRested something may be asked for again */
  constructor(private readonly onRested: () => void) {}

  /** `take` gets the answer, or `undefined` where none came. Does nothing while the path is on its way or rests. */
  async fetch<T>(path: string, take: (answer: T | undefined) => void): Promise<void> {
    const { round } = this;
    if (this.paths.has(path)) return;
    this.paths.set(path, undefined);
    const answer = await untilAnswered(() => call<T>(path)).catch(() => undefined);
    if (round !== this.round) return;
    this.paths.delete(path);
    if (answer === undefined) this.rest(path);
    take(answer);
  }

  /** The path has rested long enough: it may be asked for now. */
  wake(path: string): void {
    const timer = this.paths.get(path);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.paths.delete(path);
  }

  /** Nothing that was asked for until now counts any more. */
  forget(): void {
    this.round += 1;
    for (const timer of this.paths.values()) clearTimeout(timer);
    this.paths.clear();
  }

  private rest(path: string): void {
    const timer = setTimeout(() => {
      this.paths.delete(path);
      this.onRested();
    }, backOffMs(MANY));
    this.paths.set(path, timer);
  }
}
