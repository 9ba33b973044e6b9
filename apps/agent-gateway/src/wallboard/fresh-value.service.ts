import { Refused } from '@parley/contracts';
import { backOff, pause } from '@parley/event-sourcing';

export interface Reading<T> {
  readonly value: T;
  /** The service has not come as far as what happened; read again. */
  readonly behind: boolean;
}

export interface FreshValueParts<T> {
  readonly read: () => Promise<Reading<T>>;
  /** Whether anybody looks at the value; if not, nothing is read until it is asked for. */
  readonly isWanted: () => boolean;
  /** Told of each value that was read. */
  readonly onValue: () => void;
  readonly onTrouble: (error: unknown) => void;
  /** Between the end of one reading and the start of the next. */
  readonly pauseMs: number;
}

const BEHIND_MAX = 8;
const BEHIND_BACK_OFF = { firstDelayMs: 50, delayMaxMs: 1_000 };
const WAIT_MAX_MS = 10_000;

/**
 * A value that is read anew after something happened: one reading at a time however much happens, a pause between two, and once more
 * for what happened meanwhile. A reading that fails or comes too early is repeated with growing pauses.
 */
export class FreshValue<T> {
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<{ readonly wanted: number; readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void }>();
  private asked = 0;
  private read = 0;
  private running = false;
  private last: T | undefined;

  constructor(private readonly parts: FreshValueParts<T>) {}

  get value(): T | undefined {
    return this.last;
  }

  /** Something happened that the value may not hold. */
  stale(): void {
    this.asked += 1;
    if (!this.running && this.isDue()) void this.run();
  }

  /** A value that holds all that happened before. @throws Refused `unavailable` when there is none in ten seconds */
  async fresh(): Promise<T> {
    const wanted = this.asked + 1;
    let late: NodeJS.Timeout | undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        const waiter = { wanted, resolve, reject };
        this.waiting.add(waiter);
        this.stale();
        late = setTimeout(() => {
          this.waiting.delete(waiter);
          reject(new Refused('unavailable', 'the figures cannot be read now'));
        }, WAIT_MAX_MS);
      });
    } finally {
      clearTimeout(late);
    }
  }

  stop(): void {
    this.stopping.abort();
    for (const { reject } of this.waiting) reject(new Refused('unavailable', 'stopping'));
    this.waiting.clear();
  }

  private async run(): Promise<void> {
    this.running = true;
    const { signal } = this.stopping;
    for (let failures = 0, behind = 0; this.isDue(); ) {
      const upTo = this.asked;
      try {
        const reading = await this.parts.read();
        failures = 0;
        if (signal.aborted) break;
        this.last = reading.value;
        this.parts.onValue();
        behind = reading.behind ? behind + 1 : 0;
        if (behind > 0 && behind <= BEHIND_MAX) {
          await backOff(behind, signal, BEHIND_BACK_OFF);
          continue;
        }
        behind = 0;
        this.read = upTo;
        this.settle(reading.value);
        await pause(this.parts.pauseMs, signal);
      } catch (error) {
        failures += 1;
        if (failures === 1) this.parts.onTrouble(error);
        await backOff(failures, signal);
      }
    }
    this.running = false;
  }

  private isDue(): boolean {
    return this.read < this.asked && !this.stopping.signal.aborted && (this.waiting.size > 0 || this.parts.isWanted());
  }

  private settle(value: T): void {
    for (const waiter of [...this.waiting]) {
      if (waiter.wanted > this.read) continue;
      this.waiting.delete(waiter);
      waiter.resolve(value);
    }
  }
}
