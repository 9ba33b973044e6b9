import { sequence } from './engine/dice';
import { POINTS } from './engine/faults';
import type { World } from './world';

/** One thing that comes from outside: a history is shrunk by leaving some of them out. */
export type Item = { readonly id: number; readonly atMs: number } & (
  | { readonly kind: 'message'; readonly customer: number; readonly wamid: string; readonly messageType: string; readonly phoneNumberId: string }
  | { readonly kind: 'act'; readonly agentId: string; readonly dice: readonly number[] }
  | { readonly kind: 'supervise' | 'lose'; readonly dice: readonly number[] }
  | { readonly kind: 'crash'; readonly process: string; readonly point: string; readonly passes: number; readonly downMs: number }
  | { readonly kind: 'trouble'; readonly process: string; readonly point: string; readonly passes: number; readonly times: number }
  | { readonly kind: 'rewind' | 'stall' | 'zombie'; readonly dice: readonly number[] }
  | { readonly kind: 'deadline'; readonly dice: readonly number[] }
);

type Unnumbered<T> = T extends Item ? Omit<T, 'id'> : never;

const PROCESSES = ['conversation-0', 'conversation-1', 'routing-0', 'routing-1', 'reporting', 'channel'];

/** Everything that happens to the world from outside for so long; `atMs` counts from its beginning. */
export function planOf(seed: number, world: World, forMs: number): readonly Item[] {
  const next = sequence(seed);
  const plan: Unnumbered<Item>[] = [];
  const { temper, agents } = world;
  const every = (averageMs: number, add: (atMs: number) => void) => {
    for (let atMs = next() * averageMs; atMs < forMs; atMs += -Math.log(1 - next()) * averageMs + 1) add(Math.floor(atMs));
  };
  for (const agentId of agents) {
    plan.push({ kind: 'act', atMs: Math.floor(next() * 5_000), agentId, dice: [0, 0, 0, 0] }); // signs in
    every(temper.actEveryMs, (atMs) => plan.push({ kind: 'act', atMs, agentId, dice: dice(next) }));
  }
  messages(plan, { next, every, world });
  every(temper.faultEveryMs, (atMs) => plan.push(fault(atMs, next, temper.outageMs)));
  every(temper.faultEveryMs * 3, (atMs) => plan.push({ kind: 'supervise', atMs, dice: dice(next) }));
  every(temper.faultEveryMs * 3, (atMs) => plan.push({ kind: 'lose', atMs, dice: dice(next) }));
  every(temper.faultEveryMs, (atMs) => plan.push({ kind: 'deadline', atMs, dice: dice(next) }));
  return plan.sort((a, b) => a.atMs - b.atMs).map((item, id) => ({ ...item, id }) as Item);
}

const dice = (next: () => number): readonly number[] => [next(), next(), next(), next()];

interface Source {
  readonly next: () => number;
  readonly every: (averageMs: number, add: (atMs: number) => void) => void;
  readonly world: World;
}

/** Customers write, and WhatsApp repeats some of it at once, some of it much later. */
function messages(plan: Unnumbered<Item>[], { next, every, world: { temper, numbers } }: Source): void {
  const ids = [...numbers.keys()];
  let written = 0;
  every(temper.messageEveryMs, (atMs) => {
    const customer = Math.floor(next() * temper.customers);
    const phoneNumberId = ids[(customer + (next() < 0.1 ? 1 : 0)) % ids.length]!;
    const messageType = next() < 0.05 ? 'reaction' : 'text';
    const message = { kind: 'message', customer, phoneNumberId, messageType, wamid: `wamid.in.${(written += 1)}` } as const;
    plan.push({ ...message, atMs });
    if (next() < 0.3) plan.push({ ...message, atMs: atMs + Math.floor(next() * 2_000) });
    if (next() < 0.1) plan.push({ ...message, atMs: atMs + Math.floor(next() * 600_000) });
  });
}

function fault(atMs: number, next: () => number, outageMs: number): Unnumbered<Item> {
  const chance = next();
  if (chance < 0.55) {
    const process = PROCESSES[Math.floor(next() * PROCESSES.length)]!;
    const points = POINTS[process.replace(/-\d$/, '') as keyof typeof POINTS];
    const point = points[Math.floor(next() * points.length)]!;
    const passes = Math.floor(next() * 3);
    if (chance < 0.2) return { kind: 'trouble', atMs, process, point, passes, times: 1 + Math.floor(next() * 4) };
    return { kind: 'crash', atMs, process, point: next() < 0.2 ? 'rest' : point, passes, downMs: 100 + Math.floor(next() * outageMs) };
  }
  if (chance < 0.7) return { kind: 'rewind', atMs, dice: dice(next) };
  return { kind: chance < 0.85 ? 'stall' : 'zombie', atMs, dice: dice(next) };
}
