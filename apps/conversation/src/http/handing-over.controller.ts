import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { type Conversation, RemoveRequest, TargetRequest, toConversation } from '@parley/contracts';
import { Caller, Parse } from '@parley/service-kit';
import { CancelConference, ExitConference, RemoveParticipant } from '../conversation/conference/conference';
import { EndConference } from '../conversation/end-conversation/end-conversation';
import { CancelTransfer } from '../conversation/transfer/transfer';
import { shownTo } from './conversation-access';
import { CommandId } from './command-id.decorator';
import { ConversationsApi } from './conversations.api';
import { IdempotencyInterceptor } from './idempotency.interceptor';

/** Transfer and conference. */
@Controller('api/conversations/:id')
@UseInterceptors(IdempotencyInterceptor)
export class HandingOverController {
  constructor(private readonly api: ConversationsApi) {}

  @Post('transfer')
  @HttpCode(202)
  async transfer(@Param('id') id: string, @Body(new Parse(TargetRequest)) { target }: TargetRequest, @Caller() caller: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.transfer(id, { target, caller, commandId });
    return shownTo(caller, view);
  }

  @Post('transfer/cancel')
  @HttpCode(200)
  async cancelTransfer(@Param('id') id: string, @Caller() { agentId, roles }: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.handle(new CancelTransfer(id, agentId, this.api.now(), roles.includes('supervisor')), commandId);
    return toConversation(view);
  }

  @Post('conference')
  @HttpCode(202)
  async conference(@Param('id') id: string, @Body(new Parse(TargetRequest)) { target }: TargetRequest, @Caller() caller: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.conference(id, { target, caller, commandId });
    return shownTo(caller, view);
  }

  @Post('conference/cancel')
  @HttpCode(200)
  async cancelConference(@Param('id') id: string, @Caller() caller: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.handle(new CancelConference(id, caller.agentId, this.api.now()), commandId);
    return shownTo(caller, view);
  }

  @Post('conference/exit')
  @HttpCode(204)
  async exit(@Param('id') id: string, @Caller() { agentId }: Caller, @CommandId() commandId: string): Promise<void> {
    await this.api.handle(new ExitConference(id, agentId, this.api.now()), commandId);
  }

  @Post('conference/remove')
  @HttpCode(200)
  async remove(
    @Param('id') id: string,
    @Body(new Parse(RemoveRequest)) { agentId: participantId }: RemoveRequest,
    @Caller() caller: Caller,
    @CommandId() commandId: string,
  ): Promise<Conversation> {
    const { view } = await this.api.handle(new RemoveParticipant(id, participantId, caller.agentId, this.api.now()), commandId);
    return shownTo(caller, view);
  }

  @Post('conference/end')
  @HttpCode(200)
  async endConference(@Param('id') id: string, @Caller() caller: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.handle(new EndConference(id, caller.agentId, this.api.now()), commandId);
    return shownTo(caller, view);
  }
}
