import { ContactCenterConfig } from '@parley/contracts';
import type { Rules } from '@parley/conversation/domain';
import { sequence } from './engine/dice';

/** How a world is: every seed has its own temper, so that some are quiet, some overloaded and some on fire. */
export interface Temper {
  readonly customers: number;
  /** Time between two acts of one agent, on average. */
  readonly actEveryMs: number;
  readonly messageEveryMs: number;
  readonly faultEveryMs: number;
  readonly outageMs: number;
  readonly lagMs: number;
  /** The share of calls to engines that take time, and how much. */
  readonly slowCalls: number;
  readonly slowMs: number;
  /** Weights of what agents do. */
  readonly accept: number;
  readonly reject: number;
  readonly away: number;
  readonly handOver: number;
  readonly end: number;
  readonly mischief: number;
}

export interface World {
  readonly config: ContactCenterConfig;
  readonly rules: Rules;
  readonly numbers: ReadonlyMap<string, ContactCenterConfig['numbers'][number]>;
  readonly agents: readonly string[];
  readonly queues: readonly string[];
  readonly reasons: readonly string[];
  readonly temper: Temper;
}

const METHODS = ['longest-available', 'most-skilled', 'round-robin'] as const;
const REASONS = ['solved', 'sold', 'spam', 'none'];
const both = (name: string) => ({ en: name, es: name });

export function worldOf(seed: number): World {
  const next = sequence(seed ^ 0x5eed);
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const agents = Array.from({ length: between(2, 5) }, (_, index) => `agent-${index}`);
  const queues = Array.from({ length: between(1, 3) }, (_, index) => `queue-${index}`);
  const config = ContactCenterConfig.parse({
    numbers: queues.map((queue, index) => ({ phoneNumberId: `10${index}`, displayNumber: `+1 10${index}`, queue })),
    queues: queues.map((id, index) => ({
      id,
      name: id,
      agents: someOf(agents, next),
      offerTimeoutSeconds: between(5, 30),
      routing: METHODS[between(0, 2)],
      priority: next() < 0.7 ? 0 : between(-2, 5),
      ...(next() < 0.3 && { skills: { spanish: between(1, 5) } }),
      ...(next() < 0.4 && index + 1 < queues.length && { overflow: { afterSeconds: between(5, 60), queue: queues[index + 1] } }),
      lastAgent: next() < 0.3,
      whenTransferNotAccepted: next() < 0.7 ? 'requeue' : 'end',
    })),
    // Two who may take anything, so that no work can be stuck for want of a skill.
    agents: agents.map((id, index) => ({ id, name: id, maxConversations: between(1, 3), skills: { spanish: index < 2 ? 10 : between(1, 5) } })),
    connectionGraceSeconds: between(10, 60),
    idleReasons: [{ id: 'lunch', name: both('lunch') }],
    wrapUp: { timeoutSeconds: between(10, 60), extensionSeconds: 20, extensionsMax: 2, defaultReason: 'none', reasons: REASONS.map((id) => ({ id, name: both(id) })) },
  });
  return { config, rules: rulesOf(config), numbers: new Map(config.numbers.map((number) => [number.phoneNumberId, number])), agents, queues, reasons: REASONS, temper: temperOf(next) };
}

function temperOf(next: () => number): Temper {
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    customers: between(2, 12),
    actEveryMs: between(2_000, 8_000),
    messageEveryMs: between(2_000, 20_000),
    faultEveryMs: between(2_000, 30_000),
    outageMs: next() < 0.2 ? between(30_000, 120_000) : between(200, 8_000),
    lagMs: next() < 0.2 ? between(500, 5_000) : between(10, 300),
    slowCalls: next() < 0.5 ? 0 : next() * 0.3,
    slowMs: between(5, 400),
    accept: next() * 4,
    reject: next(),
    away: next() * 2,
    handOver: next() * 2,
    end: next(),
    mischief: next() * 0.3,
  };
}

/** Some agents, and always the first two, who have every skill. */
const someOf = (agents: readonly string[], next: () => number): string[] => agents.filter((_, index) => next() < 0.6 || index < 2);

/** What the service makes of its configuration. */
const rulesOf = ({ queues, wrapUp }: ContactCenterConfig): Rules => ({
  queue: (id) => queues.find((queue) => queue.id === id),
  wrapUp: { ...wrapUp, reasons: wrapUp.reasons.map(({ id }) => id) },
});
