import type { ContactCenterConfig } from '@parley/contracts';

export interface RosterAgent {
  readonly name: string;
  /** Conversations at once. */
  readonly max: number;
  /** Ids of the queues they serve. */
  readonly queues: readonly string[];
}

export interface RosterQueue {
  readonly name: string;
  readonly offerTimeoutSeconds: number;
}

/** Who may be offered what, as configured now. Whoever is not in it is never offered anything. */
export interface Roster {
  readonly agents: ReadonlyMap<string, RosterAgent>;
  readonly queues: ReadonlyMap<string, RosterQueue>;
  readonly idleReasons: ReadonlySet<string>;
}

/** Only people with the role `agent` are in the roster. */
export function rosterOf({ agents, queues, idleReasons }: ContactCenterConfig): Roster {
  const queuesOf = new Map<string, string[]>(agents.map(({ id }) => [id, []]));
  for (const queue of queues) for (const agentId of queue.agents) queuesOf.get(agentId)?.push(queue.id);
  return {
    agents: new Map(
      agents
        .filter(({ roles }) => roles.includes('agent'))
        .map(({ id, name, maxConversations }) => [id, { name, max: maxConversations, queues: queuesOf.get(id) ?? [] }]),
    ),
    queues: new Map(queues.map(({ id, name, offerTimeoutSeconds }) => [id, { name, offerTimeoutSeconds }])),
    idleReasons: new Set(idleReasons.map(({ id }) => id)),
  };
}
