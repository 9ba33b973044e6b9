import { StoreUnavailable, Unreachable } from '@parley/event-sourcing';

/** Whoever asked a process that died gets no answer. */
export class Crashed extends Error {
  constructor(
    readonly process: string,
    readonly where: string,
  ) {
    super(`${process} crashed at ${where}`);
    this.name = 'Crashed';
  }
}

const LOG = ['reading', 'appending', 'having appended'] as const;
const RELAY = ['publishing', 'having published'] as const;

/** Points at which a process may die, or an engine may not answer it; each is named by what was just done or is about to be. */
export const POINTS = {
  conversation: [...LOG, ...RELAY, 'claiming messages', 'having claimed messages', 'having recorded messages', 'parking a status', 'projecting', 'firing a deadline', 'committing offsets'],
  routing: [...LOG, ...RELAY, 'saving a snapshot', 'committing offsets'],
  reporting: ['committing facts', 'committing offsets'],
  channel: ['taking a webhook', 'having taken a webhook', 'calling WhatsApp', 'having called WhatsApp', 'committing offsets'],
} as const;

export type Point = (typeof POINTS)[keyof typeof POINTS][number];

export interface Armed {
  readonly point: string;
  /** So often it goes well before. */
  readonly passes: number;
  /** So often the engine does not answer there; absent when the process dies. */
  readonly times?: number;
}

/** Where something goes wrong: each process says where it is as it passes, and an armed fault happens there. */
export class Faults {
  private readonly armed = new Map<string, readonly Armed[]>();

  arm(process: string, fault: Armed): void {
    this.armed.set(process, [...(this.armed.get(process) ?? []), fault]);
  }

  /** @returns what happens to the process here: it dies, or gets this error; nothing when all goes well */
  pass(process: string, point: Point): 'dies' | Error | undefined {
    const armed = this.armed.get(process);
    if (!armed?.some((one) => one.point === point)) return undefined;
    const after = armed.map((one) => (one.point === point ? passed(one) : one));
    this.armed.set(process, after.filter((one) => one !== undefined));
    const now = armed.filter((one) => one.point === point && one.passes === 0);
    if (now.some(({ times }) => times === undefined)) return 'dies';
    return now.length > 0 ? unanswered(point) : undefined;
  }

  disarm(): void {
    this.armed.clear();
  }
}

function passed(fault: Armed): Armed | undefined {
  if (fault.passes > 0) return { ...fault, passes: fault.passes - 1 };
  return fault.times !== undefined && fault.times > 1 ? { ...fault, times: fault.times - 1 } : undefined;
}

const unanswered = (point: Point): Error =>
  (LOG as readonly string[]).includes(point) ? new StoreUnavailable(`no answer: ${point}`) : new Unreachable(`no answer: ${point}`);
