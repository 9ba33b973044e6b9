import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type DirectoryAgent, type DirectoryQueue, searchable } from '@parley/contracts';
import { ContactCenter } from '@parley/service-kit';
import { RoutingPartition } from '../running/routing-partition.service';

export class FindQueues extends Query<readonly DirectoryQueue[]> {
  constructor(readonly search: string | undefined) {
    super();
  }
}

export class FindAgents extends Query<readonly DirectoryAgent[]> {
  constructor(
    readonly search: string | undefined,
    /** Left out: nobody hands over to themselves. */
    readonly callerId: string,
  ) {
    super();
  }
}

/** Queues as configured, with how many of their agents could take something now and how many requests wait. */
@QueryHandler(FindQueues)
export class FindQueuesHandler implements IQueryHandler<FindQueues> {
  constructor(
    private readonly partition: RoutingPartition,
    private readonly contactCenter: ContactCenter,
  ) {}

  async execute({ search }: FindQueues): Promise<readonly DirectoryQueue[]> {
    const state = this.partition.known();
    return this.contactCenter.config.queues
      .filter(({ name }) => matches(name, search))
      .map(({ id, name }) => ({ id, name, availableAgents: state.readyFor(id).size, waiting: state.waiting.inQueue(id).length }));
  }
}

/** Agents who could take something now, by name. */
@QueryHandler(FindAgents)
export class FindAgentsHandler implements IQueryHandler<FindAgents> {
  constructor(
    private readonly partition: RoutingPartition,
    private readonly contactCenter: ContactCenter,
  ) {}

  async execute({ search, callerId }: FindAgents): Promise<readonly DirectoryAgent[]> {
    const state = this.partition.known();
    return this.contactCenter.config.agents
      .filter(({ id, name }) => id !== callerId && state.isReady(id) && matches(name, search))
      .map(({ id, name }) => ({ agentId: id, name }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }
}

const matches = (name: string, search = ''): boolean => searchable(name).includes(searchable(search));
