import type { Kernel } from '../engine/kernel';
import type { Life } from '../engine/life';

export interface LeadershipOptions {
  readonly name: string;
  readonly members: readonly string[];
  /** The leader's work, until the signal aborts. */
  readonly run: (life: Life, signal: AbortSignal) => Promise<void>;
}

interface Leader {
  readonly life: Life;
  readonly stopping: AbortController;
}

const LAG_MS = 400;

/** What `whileLeader` promises: one of those who are up does the work, and another one some time after it is gone. */
export class Leadership {
  private leader: Leader | undefined;
  private terms = 0;

  constructor(
    private readonly kernel: Kernel,
    readonly options: LeadershipOptions,
  ) {}

  /** A leader is found, if there is none. */
  wake(): void {
    if (this.leader && !this.leader.life.isOver) return;
    this.kernel.agenda.wake(this.options.name, this.kernel.nowMs + this.kernel.delay(LAG_MS, this.options.name, this.terms), () => this.elect());
  }

  /** The leader's session is lost: another one leads while it has not heard of that yet. */
  zombie(chance: number): string | undefined {
    const { name } = this.options;
    const old = this.leader;
    if (!old || old.life.isOver) return undefined;
    this.kernel.agenda.at(this.kernel.nowMs + 1 + Math.floor(chance * 2 * LAG_MS), name, () => (old.stopping.abort(), `${old.life.process} hears of it`));
    return `${old.life.process} leads no more; ${this.elect(old.life)}`;
  }

  private elect(not?: Life): string | undefined {
    if (!not && this.leader && !this.leader.life.isOver) return undefined;
    const { members, run, name } = this.options;
    const up = members.flatMap((member) => this.kernel.life(member) ?? []);
    const life = up.find((one) => one !== not) ?? up[0];
    if (!life) return undefined; // woken when one is back
    this.terms += 1;
    const stopping = new AbortController();
    this.leader = { life, stopping };
    life.signal.addEventListener('abort', () => stopping.abort(), { once: true });
    void run(life, stopping.signal).catch((error: unknown) => this.kernel.fail(name, error));
    return `${life.process} leads`;
  }
}
