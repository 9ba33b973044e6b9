import { Body, Controller, Get, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Me, SetState } from '@parley/contracts';
import { Caller, type Caller as CallerIdentity, Parse, Roles } from '@parley/service-kit';
import { SetAgentState } from '../set-agent-state/set-agent-state';
import { GetMe } from './me.query';

@Controller('api/me')
export class MeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  me(@Caller() { agentId }: CallerIdentity): Promise<Me> {
    return this.queries.execute(new GetMe(agentId));
  }

  /** @throws Refused `forbidden` without the role agent · `unknown-reason` · `work-open` */
  @Put('state')
  @Roles('agent')
  async setState(@Caller() { agentId }: CallerIdentity, @Body(new Parse(SetState)) wanted: SetState): Promise<Me> {
    await this.commands.execute(new SetAgentState(agentId, wanted));
    return this.queries.execute(new GetMe(agentId));
  }
}
