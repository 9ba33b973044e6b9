import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { type Conversation, TargetRequest, toConversation } from '@parley/contracts';
import { Caller, Parse, Roles } from '@parley/service-kit';
import { CommandId } from './command-id.decorator';
import { ConversationsApi } from './conversations.api';
import { IdempotencyInterceptor } from './idempotency.interceptor';

/** What a supervisor does with a conversation that need not be theirs; to end it, they call `end` as everyone does. */
@Controller('api/conversations/:id')
@UseInterceptors(IdempotencyInterceptor)
@Roles('supervisor')
export class SupervisionController {
  constructor(private readonly api: ConversationsApi) {}

  @Post('reassign')
  @HttpCode(202)
  async reassign(@Param('id') id: string, @Body(new Parse(TargetRequest)) { target }: TargetRequest, @Caller() caller: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.reassign(id, { target, caller, commandId });
    return toConversation(view);
  }
}
