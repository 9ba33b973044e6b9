import { Inject, Injectable } from '@nestjs/common';
import { ContactCenter } from '@parley/service-kit';
import { conversationStream } from '../conversation/conversation';
import type { ConversationStreams } from '../conversation/conversation-commands.handler';
import { STREAMS } from '../tokens';

/** Knows who had a customer's previous conversation. */
@Injectable()
export class LastAgents {
  constructor(
    private readonly contactCenter: ContactCenter,
    @Inject(STREAMS) private readonly streams: ConversationStreams,
  ) {}

  /** The last agent who owned the conversation, if the queue asks for them first and there was one. */
  async preferredFor(queueId: string, previousConversationId: string): Promise<string | undefined> {
    if (!this.contactCenter.queue(queueId)?.lastAgent) return undefined;
    const { state } = await this.streams.load(conversationStream(previousConversationId));
    return state.view?.legs.findLast(({ role }) => role === 'primary')?.agentId;
  }
}
