import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Me, Refused, toIso } from '@parley/contracts';
import { ContactCenter } from '@parley/service-kit';
import { RoutingPartition } from '../running/routing-partition.service';

export class GetMe extends Query<Me> {
  constructor(readonly agentId: string) {
    super();
  }
}

/** Who somebody is and what they do now. Whoever never signed in, or is no agent, is offline. */
@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(
    private readonly partition: RoutingPartition,
    private readonly contactCenter: ContactCenter,
  ) {}

  async execute({ agentId }: GetMe): Promise<Me> {
    const person = this.contactCenter.agent(agentId);
    if (!person) throw new Refused('not-found', `there is no agent ${agentId}`);
    const { name, roles, maxConversations } = person;
    const known = this.partition.known();
    return {
      agentId,
      name,
      roles: [...roles],
      state: known.stateOf(agentId) ?? { name: 'offline', since: toIso(this.partition.startedAtMs) },
      capacity: { max: maxConversations, used: known.capacityOf(agentId).used },
      revision: known.agents.get(agentId)?.revision ?? 0,
    };
  }
}
