import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AgentConfig, type AgentOverview, Refused, searchable, toIso } from '@parley/contracts';
import { ContactCenter } from '@parley/service-kit';
import type { RoutingState } from '../partition/routing-state';
import { RoutingPartition } from '../running/routing-partition.service';

export class ListAgents extends Query<readonly AgentOverview[]> {
  constructor(readonly search: string | undefined) {
    super();
  }
}

export class ShowAgent extends Query<AgentOverview> {
  constructor(readonly agentId: string) {
    super();
  }
}

const isAgent = ({ roles }: AgentConfig): boolean => roles.includes('agent');

/** Everyone who may be given work, by name, whatever they do now. */
@QueryHandler(ListAgents)
export class ListAgentsHandler implements IQueryHandler<ListAgents> {
  constructor(
    private readonly partition: RoutingPartition,
    private readonly contactCenter: ContactCenter,
  ) {}

  async execute({ search = '' }: ListAgents): Promise<readonly AgentOverview[]> {
    const known = this.partition.known();
    return this.contactCenter.config.agents
      .filter((agent) => isAgent(agent) && searchable(agent.name).includes(searchable(search)))
      .map((agent) => overviewOf(agent, known, this.partition.startedAtMs))
      .sort((a, b) => a.name.localeCompare(b.name));
  }
}

/** @throws Refused `not-found` for who is no agent */
@QueryHandler(ShowAgent)
export class ShowAgentHandler implements IQueryHandler<ShowAgent> {
  constructor(
    private readonly partition: RoutingPartition,
    private readonly contactCenter: ContactCenter,
  ) {}

  async execute({ agentId }: ShowAgent): Promise<AgentOverview> {
    const agent = this.contactCenter.agent(agentId);
    if (!agent || !isAgent(agent)) throw new Refused('not-found', `there is no agent ${agentId}`);
    return overviewOf(agent, this.partition.known(), this.partition.startedAtMs);
  }
}

function overviewOf({ id: agentId, name, roles, maxConversations }: AgentConfig, known: RoutingState, startedAtMs: number): AgentOverview {
  return {
    agentId,
    name,
    roles: [...roles],
    // Whoever never signed in is offline since we can tell.
    state: known.stateOf(agentId) ?? { name: 'offline', since: toIso(startedAtMs) },
    capacity: { max: maxConversations, used: known.capacityOf(agentId).used },
    queues: [...(known.roster.agents.get(agentId)?.queues ?? [])],
    connection: connectionOf(agentId, known),
    revision: Math.max(0, known.revision),
  };
}

function connectionOf(agentId: string, { connections }: RoutingState): AgentOverview['connection'] {
  const connection = connections.byAgent.get(agentId);
  if (!connection) return { state: 'none' };
  return connection.lostAtMs === undefined ? { state: 'connected' } : { state: 'lost', lostAt: toIso(connection.lostAtMs) };
}
