/** More work is waiting than we promise to do. */
export class Overloaded extends Error {
  constructor() {
    super('too much work is waiting');
    this.name = 'Overloaded';
  }
}

/** Runs work, at most `atOnceMax` at a time and the rest in order of arrival; refuses when `waitingMax` wait already. */
export class Limited {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnceMax: number,
    private readonly waitingMax: number,
  ) {}

  /** @throws Overloaded, or what `work` throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnceMax) {
      if (this.waiting.length >= this.waitingMax) throw new Overloaded();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next one, so nobody who comes later overtakes.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
