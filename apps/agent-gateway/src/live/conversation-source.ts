import type { ConversationView, Message } from '@parley/contracts';

/** Where the gateway learns what it does not remember: the conversation service. */
export interface ConversationSource {
  /** The view as it is now, at `atLeast.revision` or later. @throws Error when it cannot be had in time */
  view(conversationId: string, atLeast: { revision: number; position: number }): Promise<ConversationView>;
  /** One message as it is now. @throws Error when it cannot be had in time */
  message(conversationId: string, messageId: string, atLeast: { position: number }): Promise<Message>;
}
