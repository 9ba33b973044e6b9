import { Cell } from '../browser-store';

/** What comes together is said together: each word alone would cut off the one before it. */
const TOGETHER_MS = 50;
const SPOKEN_MS_MIN = 1_000;
const SPOKEN_MS_MAX = 5_000;
const SPOKEN_MS_PER_CHARACTER = 40;

/**
 * Words wait until those before them have been said, and are gone shortly after: nothing that was said stays on the page.
 */
export class Voice {
  /** What is being said now. */
  readonly words = new Cell<readonly string[]>([]);
  private waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.waiting.push(text);
    this.timer ??= setTimeout(this.goOn, TOGETHER_MS);
  }

  /** Nothing is said any more, also not what waits. */
  silence(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
    this.words.set([]);
  }

  /** Between two words there is a pause, so that the same again is heard again. */
  private readonly goOn = (): void => {
    const next = this.words.get().length === 0 ? this.waiting.splice(0) : [];
    const isPausing = next.length === 0;
    this.timer = isPausing && this.waiting.length === 0 ? undefined : setTimeout(this.goOn, isPausing ? TOGETHER_MS : spokenMs(next));
    this.words.set(next);
  };
}

const spokenMs = (texts: readonly string[]): number =>
  Math.min(SPOKEN_MS_MAX, SPOKEN_MS_MIN + SPOKEN_MS_PER_CHARACTER * texts.join('').length);
