import { type ConversationEvent, type ConversationView, evolveView, type Message, messageOf, withStatus } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { conversationIdOf } from '../conversation/conversation';

/** What is to be stored: views by conversation, messages by {@link messageKey}. */
export interface Touched {
  readonly views: Map<string, { view: ConversationView; position: number }>;
  readonly messages: Map<string, { conversationId: string; revision: number; message: Message }>;
}

/** Events, and the views of their conversations before them. */
export interface Known {
  readonly events: readonly RecordedEvent[];
  readonly views: ReadonlyMap<string, ConversationView>;
}

/** What the read model holds of everything that `events` touch. */
export function fold({ events, views }: Known, stored: ReadonlyMap<string, { revision: number; message: Message }>): Touched {
  const touched: Touched = { views: new Map(), messages: new Map() };
  for (const recorded of events) {
    const { stream, revision, position, id } = recorded;
    const conversationId = conversationIdOf(stream);
    const event = recorded.data as ConversationEvent;
    const before = touched.views.get(conversationId)?.view ?? views.get(conversationId);
    if (before && before.revision >= revision) continue;
    touched.views.set(conversationId, { view: evolveView(before, event, { conversationId, revision }), position });
    const added = messageOf(event, id);
    if (added) touched.messages.set(messageKey(conversationId, added.messageId), { conversationId, revision, message: added });
    if (event.type !== 'MessageStatusChanged') continue;
    const key = messageKey(conversationId, event.messageId);
    const known = touched.messages.get(key) ?? withConversation(stored.get(key), conversationId);
    if (known) touched.messages.set(key, { ...known, message: withStatus(known.message, event) });
  }
  return touched;
}

export const messageKey = (conversationId: string, messageId: string) => `${conversationId}/${messageId}`;
const withConversation = <T extends object>(row: T | undefined, conversationId: string) => row && { ...row, conversationId };
