import { type ConversationEvent, Refused } from '@parley/contracts';
import type { CommandEnvelope, Handled, Streams } from '@parley/event-sourcing';
import { type Conversation, conversationStream, isConversationId } from './conversation';
import type { ConversationCommand } from './conversation-decider';

export type ConversationStreams = Streams<Conversation, ConversationCommand, ConversationEvent>;
export type ConversationHandled = Handled<Conversation, ConversationEvent>;

/** Has a conversation decide; the same `commandId` again changes nothing. */
export type Execute = (command: ConversationCommand, commandId: string) => Promise<unknown>;

/**
 * Load, decide, append.
 *
 * @throws Refused `not-found` for an id that no conversation can have, and whatever the decision refuses
 */
export async function dispatch(streams: Pick<ConversationStreams, 'execute'>, envelope: Omit<CommandEnvelope<ConversationCommand>, 'stream'>): Promise<ConversationHandled> {
  const { conversationId } = envelope.command;
  if (!isConversationId(conversationId)) throw new Refused('not-found', 'there is no such conversation');
  return streams.execute({ ...envelope, stream: conversationStream(conversationId) });
}
