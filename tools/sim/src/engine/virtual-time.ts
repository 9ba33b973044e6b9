import type { Agenda, Due } from './agenda';

export interface Clockwork {
  readonly agenda: Pick<Agenda, 'at' | 'nowMs'>;
  /** In [0, 1). */
  readonly random: () => number;
}

const REAL = { setImmediate };
let isInUse = false;

/**
 * While `work` runs, time and chance of this JavaScript realm are those of `clockwork`: every time-out stands in its agenda, and no
 * clock but its own can be read. So code that waits, backs off and keeps a pace runs as it is, and always in the same way.
 */
export async function onVirtualTime<T>({ agenda, random }: Clockwork, work: () => Promise<T>): Promise<T> {
  if (isInUse) throw new Error('one simulation at a time');
  isInUse = true;
  const undo = [
    replace(globalThis, 'setTimeout', (run: () => void, ms = 0) => agenda.at(agenda.nowMs + Math.max(1, Math.trunc(ms)), 'timer', () => void run())),
    replace(globalThis, 'clearTimeout', (due?: Due) => void (due && (due.isOff = true))),
    replace(globalThis, 'setInterval', () => unplanned('setInterval')),
    replace(globalThis, 'setImmediate', () => unplanned('setImmediate')),
    replace(globalThis, 'performance', { now: () => agenda.nowMs }),
    replace(Date, 'now', () => agenda.nowMs),
    replace(Math, 'random', random),
  ];
  try {
    return await work();
  } finally {
    for (const back of undo) back();
    isInUse = false;
  }
}

/** Resolves when every promise that can be settled now is settled, with all that follows from it. */
export const settled = (): Promise<void> => new Promise((resolve) => void REAL.setImmediate(resolve));

function replace<T extends object>(owner: T, name: keyof T, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name)!;
  Object.defineProperty(owner, name, { value, configurable: true, enumerable: before.enumerable ?? true, writable: true });
  return () => void Object.defineProperty(owner, name, before);
}

function unplanned(name: string): never {
  throw new Error(`${name} has no place on the virtual clock`);
}
