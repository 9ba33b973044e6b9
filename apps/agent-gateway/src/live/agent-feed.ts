import type { AgentConfig, Me, PublishedAgentEvent } from '@parley/contracts';
import type { LiveConnections } from './live-connections';

/** Turns the events of agents into `agent.state`. Each event says all that is true after it. */
export class AgentFeed {
  constructor(
    private readonly connections: LiveConnections,
    private readonly agent: (id: string) => Pick<AgentConfig, 'id' | 'name' | 'roles'> | undefined,
  ) {}

  take(events: readonly PublishedAgentEvent[]): void {
    for (const { event, revision } of events) {
      const { agentId, state, capacity } = event;
      if (!this.connections.has(agentId)) continue;
      const configured = this.agent(agentId);
      if (!configured) continue;
      const me: Me = { agentId, name: configured.name, roles: configured.roles, state, capacity, revision };
      this.connections.send({ to: [agentId], live: { event: 'agent.state', data: me } });
    }
  }
}
