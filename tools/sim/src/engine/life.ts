import { pause } from '@parley/event-sourcing';
import { Crashed, type Point } from './faults';
import type { Kernel } from './kernel';

/**
 * One life of a process, from its start to its crash.
 *
 * Everything that reaches the world from inside a process goes through its life. Once that is over, whatever still runs in it waits
 * for ever: no handler runs, nothing more is stored or published, and nothing of its memory is used again.
 */
export class Life {
  isOver = false;
  private readonly asked = new Set<(crashed: Crashed) => void>();
  private readonly forgetting = new AbortController();

  constructor(
    readonly process: string,
    private readonly kernel: Kernel,
  ) {}

  /** Aborts when the simulation is over, so that nothing of it is kept: not when the process dies, which would let it do something. */
  get signal(): AbortSignal {
    return this.forgetting.signal;
  }

  /** The process is at this point: it goes on, or dies here. @throws what is thrown when an engine does not answer */
  async pass(point: Point): Promise<void> {
    if (this.isOver) return forEver();
    const fate = this.kernel.faults.pass(this.process, point);
    if (fate === 'dies') {
      this.kernel.crash(this.process, point);
      return forEver();
    }
    if (fate) throw fate;
  }

  /** Some calls to engines take their time; `words` say which one it is. */
  async travel(...words: readonly (string | number)[]): Promise<void> {
    const ms = this.kernel.travelMs(this.process, ...words);
    if (ms > 0) await pause(ms);
    if (this.isOver) return forEver();
  }

  /** What the process answers to somebody outside. @throws Crashed when it dies before */
  answer<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.asked.add(reject);
      const after = () => this.asked.delete(reject);
      work.then(resolve, reject).finally(after).catch(after);
    });
  }

  end(where: string): void {
    this.isOver = true;
    for (const reject of this.asked) reject(new Crashed(this.process, where));
    this.asked.clear();
  }

  /** The simulation is over. */
  forget(): void {
    this.isOver = true;
    this.forgetting.abort();
  }
}

const forEver = (): Promise<never> => new Promise(() => undefined);
