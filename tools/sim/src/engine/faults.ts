/** The process ended in the middle of its work: nothing after this point happened, nothing in its memory is left. */
export class Crashed extends Error {
  constructor(
    readonly process: string,
    readonly where: string,
  ) {
    super(`${process} crashes at ${where}`);
  }
}

/** Points at which processes may die, each named by what was just done or is about to be. */
export const POINTS = {
  conversation: ['having claimed messages', 'having recorded messages', 'having appended', 'committing offsets', 'projecting', 'firing a deadline', 'publishing', 'having published'],
  routing: ['having appended', 'committing offsets', 'publishing', 'having published'],
  reporting: ['committing facts', 'committing offsets'],
  channel: ['taking a webhook', 'having taken a webhook', 'calling WhatsApp', 'having called WhatsApp', 'committing offsets'],
} as const;

export type Point = (typeof POINTS)[keyof typeof POINTS][number];

interface Armed {
  readonly point: string;
  readonly passes: number;
}

/** Where processes may die: each says so as it passes, and an armed crash happens there. */
export class Faults {
  private readonly armed = new Map<string, readonly Armed[]>();

  /** `process` ends when it has passed the point so many times more. */
  arm(process: string, armed: Armed): void {
    this.armed.set(process, [...(this.armed.get(process) ?? []), armed]);
  }

  /** @throws Crashed */
  pass(process: string, point: Point): void {
    const armed = this.armed.get(process);
    if (!armed) return;
    const left = armed.map((one) => (one.point === point ? { ...one, passes: one.passes - 1 } : one));
    this.armed.set(process, left.filter(({ passes }) => passes >= 0));
    if (left.some(({ passes }) => passes < 0)) throw new Crashed(process, point);
  }

  disarm(): void {
    this.armed.clear();
  }
}
