import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { AgentOverview } from '@parley/contracts';
import { ServicesOnly } from '@parley/service-kit';
import { ListAgents } from './agents.query';

/** For the gateways, whose wallboards show every agent. */
@Controller('internal/agents')
@ServicesOnly()
export class AgentsForGatewaysController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async list(): Promise<{ items: readonly AgentOverview[] }> {
    return { items: await this.queries.execute(new ListAgents(undefined)) };
  }
}
