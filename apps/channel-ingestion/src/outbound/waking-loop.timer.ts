import { pause } from '@parley/event-sourcing';

export interface WakingLoopOptions {
  /** One round; answers whether there is more to do at once. */
  readonly round: () => Promise<boolean>;
  /** Without being woken, the next round comes after this. */
  readonly idleMs: number;
  /** Told of a round that failed; the next comes with back-off. */
  readonly onError: (error: unknown) => void;
}

const BACK_OFF_FIRST_MS = 250;
const BACK_OFF_MAX_MS = 10_000;

/** Does rounds one after another: at once when woken, else every `idleMs`. */
export class WakingLoop {
  private readonly stopping = new AbortController();
  private woken = false;
  private sleeping: AbortController | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly options: WakingLoopOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** There is something to do: a round begins after this call. */
  wake(): void {
    this.woken = true;
    this.sleeping?.abort();
  }

  /** Resolves when the round that is under way has ended; none begins any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.sleeping?.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { round, idleMs, onError } = this.options;
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      this.woken = false;
      try {
        const more = await round();
        failures = 0;
        if (!more && !this.woken) await this.sleep(idleMs);
      } catch (error) {
        onError(error);
        failures += 1;
        await pause(Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(failures - 1, 10)), this.stopping.signal);
      }
    }
  }

  private async sleep(ms: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.sleeping = new AbortController();
    await pause(ms, this.sleeping.signal);
    this.sleeping = undefined;
  }
}
