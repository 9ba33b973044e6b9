/** Runs tasks of one lane in order and tasks of different lanes at the same time, `atOnceMax` in all. */
export class Lanes {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly atOnceMax: number) {}

  /** Resolves when the task has ended. The caller bounds how many are waiting. */
  run(lane: string, task: () => Promise<void>): Promise<void> {
    const tail = (this.tails.get(lane) ?? Promise.resolve()).then(() => this.admit(task));
    this.tails.set(lane, tail);
    void tail.then(() => {
      if (this.tails.get(lane) === tail) this.tails.delete(lane);
    });
    return tail;
  }

  private async admit(task: () => Promise<void>): Promise<void> {
    if (this.running >= this.atOnceMax) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
