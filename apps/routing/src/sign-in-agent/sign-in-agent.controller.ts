import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Me, Refused } from '@parley/contracts';
import { ContactCenter, Parse, ServicesOnly } from '@parley/service-kit';
import { z } from 'zod';
import { GetMe } from '../me/me.query';
import { SignInAgent } from './sign-in-agent';

const SignInRequest = z.object({ byStream: z.boolean().default(false) });

/** The gateway says who signed in. */
@ServicesOnly()
@Controller('internal/agents')
export class SignInAgentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly contactCenter: ContactCenter,
  ) {}

  /** Whoever has no agent role is nobody to routing, and stays offline. @throws Refused `not-found` */
  @Post(':agentId/sign-in')
  @HttpCode(200)
  async signIn(@Param('agentId') agentId: string, @Body(new Parse(SignInRequest)) { byStream }: z.infer<typeof SignInRequest>): Promise<Me> {
    const person = this.contactCenter.agent(agentId);
    if (!person) throw new Refused('not-found', `there is no agent ${agentId}`);
    if (person.roles.includes('agent')) await this.commands.execute(new SignInAgent(agentId, byStream));
    return this.queries.execute(new GetMe(agentId));
  }
}
