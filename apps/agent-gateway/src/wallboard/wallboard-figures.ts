import type { AgentOverview, QueueNow, QueueToday, Wallboard, WallboardEvent, WallboardQueue, WallboardToday } from '@parley/contracts';

/** What the services said last. `today` is of one time zone. */
export interface Figures {
  readonly queuesNow: readonly QueueNow[];
  readonly agents: readonly AgentOverview[];
  readonly today: { readonly today: WallboardToday; readonly queues: readonly QueueToday[] };
}

interface NamedQueue {
  readonly id: string;
  readonly name: string;
  readonly serviceLevelSeconds?: number;
}

/** Every queue that is configured, in that order, then those in which something goes on although they are not configured any more. */
export function wallboardOf({ queuesNow, agents, today }: Figures, configured: readonly NamedQueue[]): Wallboard {
  const now = new Map(queuesNow.map((queue) => [queue.queueId, queue]));
  const sofar = new Map(today.queues.map((queue) => [queue.queueId, queue]));
  const known = new Set(configured.map(({ id }) => id));
  const others = [...now.keys()].filter((id) => !known.has(id)).map((id) => ({ id, name: id }));
  const queues = [...configured, ...others].map(
    ({ id: queueId, name, serviceLevelSeconds }: NamedQueue): WallboardQueue => ({
      ...{ waiting: 0, offered: 0, active: 0, received: 0, answered: 0, abandoned: 0 },
      ...now.get(queueId),
      ...sofar.get(queueId),
      queueId,
      name,
      ...(serviceLevelSeconds !== undefined && { serviceLevelSeconds }),
    }),
  );
  return { queues, agents: [...agents], today: today.today };
}

/** What must be told to whoever was told `before`: whole rows, each of those that differ. */
export function changes(before: Wallboard, after: Wallboard): readonly WallboardEvent[] {
  const gone = before.queues.filter(({ queueId }) => !after.queues.some((queue) => queue.queueId === queueId));
  const emptied = gone.map(({ queueId, name }) => ({ queueId, name, waiting: 0, offered: 0, active: 0, received: 0, answered: 0, abandoned: 0 }));
  return [
    ...differing(before.queues, [...after.queues, ...emptied], ({ queueId }) => queueId).map((data) => ({ event: 'queue.updated' as const, data })),
    ...differing(before.agents, after.agents, ({ agentId }) => agentId, withoutRevision).map((data) => ({ event: 'agent.updated' as const, data })),
    ...(same(before.today, after.today) ? [] : [{ event: 'today.updated' as const, data: after.today }]),
  ];
}

function differing<T>(before: readonly T[], after: readonly T[], key: (row: T) => string, shown: (row: T) => unknown = (row) => row): readonly T[] {
  const old = new Map(before.map((row) => [key(row), row]));
  return after.filter((row) => {
    const was = old.get(key(row));
    return was === undefined || !same(shown(was), shown(row));
  });
}

/** The revision rises with every other agent's change too, and alone is no news. */
const withoutRevision = ({ revision: _revision, ...agent }: AgentOverview) => agent;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
