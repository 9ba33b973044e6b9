import type { ContactCenterConfig, RoutingMethod } from '@parley/contracts';

export interface RosterAgent {
  readonly name: string;
  /** Conversations at once. */
  readonly max: number;
  /** Ids of the queues they serve: they are members and have the skills. */
  readonly queues: readonly string[];
  /** Level by skill. */
  readonly skills?: Readonly<Record<string, number>>;
}

export interface RosterQueue {
  readonly name: string;
  readonly offerTimeoutSeconds: number;
  /** How it chooses among its agents; the longest available where it does not say. */
  readonly routing?: RoutingMethod;
  /** The least level by skill. */
  readonly skills?: Readonly<Record<string, number>>;
}

/** Who may be offered what, as configured now. Whoever is not in it is never offered anything. */
export interface Roster {
  readonly agents: ReadonlyMap<string, RosterAgent>;
  readonly queues: ReadonlyMap<string, RosterQueue>;
  readonly idleReasons: ReadonlySet<string>;
  /** How long an agent may be without a live stream, once they had one; 60 s where it does not say. */
  readonly connectionGraceMs?: number;
}

/** Only people with the role `agent` are in the roster. */
export function rosterOf({ agents, queues, idleReasons, connectionGraceSeconds }: ContactCenterConfig): Roster {
  const queuesOf = new Map<string, string[]>(agents.map(({ id }) => [id, []]));
  const skillsOf = new Map(agents.map(({ id, skills = {} }) => [id, skills]));
  for (const queue of queues)
    for (const agentId of queue.agents) if (hasSkills(skillsOf.get(agentId), queue.skills)) queuesOf.get(agentId)?.push(queue.id);
  return {
    agents: new Map(
      agents
        .filter(({ roles }) => roles.includes('agent'))
        .map(({ id, name, maxConversations, skills }) => [id, { name, max: maxConversations, queues: queuesOf.get(id) ?? [], ...(skills && { skills }) }]),
    ),
    queues: new Map(queues.map(({ id, name, offerTimeoutSeconds, routing, skills }) => [id, { name, offerTimeoutSeconds, routing, ...(skills && { skills }) }])),
    idleReasons: new Set(idleReasons.map(({ id }) => id)),
    connectionGraceMs: connectionGraceSeconds * 1000,
  };
}

const hasSkills = (has: Readonly<Record<string, number>> = {}, needed: Readonly<Record<string, number>> = {}): boolean =>
  Object.entries(needed).every(([skill, level]) => (has[skill] ?? 0) >= level);
