import { Controller, Get, Param } from '@nestjs/common';
import type { ConversationView, Message } from '@parley/contracts';
import { ServicesOnly } from '@parley/service-kit';
import { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { ConversationsApi } from './conversations.api';

/** For Parley's other services: what they cannot fold from the events alone. */
@Controller('internal/conversations/:id')
@ServicesOnly()
export class InternalController {
  constructor(
    private readonly api: ConversationsApi,
    private readonly readModel: ReadModel,
    private readonly progress: ReadModelProgress,
  ) {}

  @Get()
  async view(@Param('id') id: string): Promise<{ view: ConversationView }> {
    const { view } = await this.api.load(id);
    return { view };
  }

  @Get('messages/:messageId')
  async message(@Param('id') id: string, @Param('messageId') messageId: string): Promise<{ message: Message }> {
    const { position } = await this.api.load(id);
    await this.progress.reached(position);
    return { message: await this.readModel.message(id, messageId) };
  }
}
