import { conversationStream } from '../conversation/conversation';
import type { ConversationStreams } from '../conversation/dispatch';

/** Knows who had a customer's previous conversation. */
export class LastAgents {
  constructor(
    private readonly queue: (id: string) => { readonly lastAgent: boolean } | undefined,
    private readonly streams: Pick<ConversationStreams, 'load'>,
  ) {}

  /** The last agent who owned the conversation, if the queue asks for them first and there was one. */
  async preferredFor(queueId: string, previousConversationId: string): Promise<string | undefined> {
    if (!this.queue(queueId)?.lastAgent) return undefined;
    const { state } = await this.streams.load(conversationStream(previousConversationId));
    return state.view?.legs.findLast(({ role }) => role === 'primary')?.agentId;
  }
}
