import { Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { type Media, type Message, Refused } from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';
import { Caller } from '@parley/service-kit';
import { nextAttempt, SendMessage } from '../conversation/send-message/send-message';
import { SendTemplate } from '../conversation/send-message/send-template';
import { readableUpTo } from '../http/conversation-access';
import { ConversationsApi } from '../http/conversations.api';
import { IdempotencyInterceptor } from '../http/idempotency.interceptor';
import { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';

/** Calls about one message. */
@Controller()
export class MessagesController {
  constructor(
    private readonly api: ConversationsApi,
    private readonly readModel: ReadModel,
    private readonly progress: ReadModelProgress,
  ) {}

  /** A message that failed is sent again, a template as a template, as a message of its own; the id of the new one is the same for every repeat. */
  @Post('api/conversations/:id/messages/:messageId/retry')
  @UseInterceptors(IdempotencyInterceptor)
  @HttpCode(202)
  async retry(@Param('id') id: string, @Param('messageId') messageId: string, @Caller() caller: Caller): Promise<Message> {
    const { view, position, deliveries } = await this.api.load(id);
    readableUpTo(view, caller);
    await this.progress.reached(position);
    const { direction, text } = await this.readModel.message(id, messageId);
    if (direction !== 'outbound' || text === undefined) throw new Refused('unsupported-media', 'only a text of ours can be sent again');
    const attempt = nextAttempt(messageId);
    const template = deliveries.get(messageId)?.template;
    const command = template
      ? new SendTemplate(id, attempt, { text, template }, caller.agentId, this.api.now(), messageId)
      : new SendMessage(id, attempt, text, caller.agentId, this.api.now(), messageId);
    const handled = await this.api.handle(command, derivedId('send', id, attempt, caller.agentId));
    await this.progress.reached(handled.position);
    return this.readModel.message(id, attempt);
  }

  /** For the service that fetches media: which file that is, when the caller may read the message it came with. */
  @Get('internal/conversations/:id/media/:mediaId')
  async media(@Param('id') id: string, @Param('mediaId') mediaId: string, @Caller() caller: Caller): Promise<{ media: Media; phoneNumberId: string }> {
    const { view, position } = await this.api.load(id);
    const upTo = readableUpTo(view, caller);
    await this.progress.reached(position);
    return { media: await this.readModel.media(id, mediaId, upTo), phoneNumberId: view.phoneNumberId };
  }
}
