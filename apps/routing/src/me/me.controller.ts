import { Body, Controller, Get, Headers, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Me, SetState } from '@parley/contracts';
import { Caller, type Caller as CallerIdentity, Parse, RELEASED_HEADER, Roles } from '@parley/service-kit';
import { SetAgentState } from '../set-agent-state/set-agent-state';
import { FollowedReleases } from './followed-releases.service';
import { GetMe } from './me.query';

@Controller('api/me')
export class MeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly releases: FollowedReleases,
  ) {}

  @Get()
  async me(@Caller() { agentId }: CallerIdentity, @Headers(RELEASED_HEADER) released: string | undefined): Promise<Me> {
    await this.releases.followed(released);
    return this.queries.execute(new GetMe(agentId));
  }

  /** @throws Refused `forbidden` without the role agent · `unknown-reason` · `work-open` */
  @Put('state')
  @Roles('agent')
  async setState(
    @Caller() { agentId }: CallerIdentity,
    @Body(new Parse(SetState)) wanted: SetState,
    @Headers(RELEASED_HEADER) released: string | undefined,
  ): Promise<Me> {
    await this.releases.followed(released);
    await this.commands.execute(new SetAgentState(agentId, wanted));
    return this.queries.execute(new GetMe(agentId));
  }
}
