import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type AgentOverview, SearchQuery, SetState } from '@parley/contracts';
import { Caller, type Caller as CallerIdentity, Parse, Roles } from '@parley/service-kit';
import type { z } from 'zod';
import { SetAgentState } from '../set-agent-state/set-agent-state';
import { ListAgents, ShowAgent } from './agents.query';

/** What a supervisor sees of agents and does with their states. */
@Controller('api/agents')
@Roles('supervisor')
export class AgentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  async list(@Query(new Parse(SearchQuery)) { search }: z.infer<typeof SearchQuery>): Promise<{ items: readonly AgentOverview[] }> {
    return { items: await this.queries.execute(new ListAgents(search)) };
  }

  @Get(':agentId')
  show(@Param('agentId') agentId: string): Promise<AgentOverview> {
    return this.queries.execute(new ShowAgent(agentId));
  }

  /** @throws Refused `not-found` · `unknown-reason` · `work-open` · `agent-not-available` for who is not signed in */
  @Put(':agentId/state')
  async setState(@Param('agentId') agentId: string, @Caller() caller: CallerIdentity, @Body(new Parse(SetState)) wanted: SetState): Promise<AgentOverview> {
    await this.queries.execute(new ShowAgent(agentId));
    await this.commands.execute(new SetAgentState(agentId, wanted, caller.agentId));
    return this.queries.execute(new ShowAgent(agentId));
  }
}
