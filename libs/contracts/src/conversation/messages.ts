import type { Message } from '../http/shapes';
import type { ConversationEvent, ConversationEventOf } from './events';
import type { MessageStatus } from './parts';
import { systemMessageOf } from './system-messages';

/** The message that an event adds to the conversation, if it adds one. `eventId` names system messages. */
export function messageOf(event: ConversationEvent, eventId: string): Message | undefined {
  switch (event.type) {
    case 'MessageReceived':
      return {
        messageId: event.messageId,
        direction: 'inbound',
        type: event.messageType,
        ...(event.text !== undefined && { text: event.text }),
        ...(event.media && { media: event.media }),
        ...(event.content !== undefined && { content: event.content }),
        sender: { kind: 'customer', name: event.customerName },
        sentAt: event.channelTimestamp,
      };
    case 'MessageSent':
      return {
        messageId: event.messageId,
        direction: 'outbound',
        type: event.template ? 'template' : event.messageType,
        text: event.text,
        sender: { kind: 'agent', id: event.agentId, name: event.agentName },
        sentAt: event.sentAt,
        status: 'pending',
        ...(event.retryOf !== undefined && { retryOf: event.retryOf }),
      };
    default:
      return systemMessageOf(event, eventId);
  }
}

const RANK: Record<Exclude<MessageStatus, 'failed'>, number> = { pending: 0, sent: 1, delivered: 2, read: 3 };

/** Whether `next` may follow `current`: delivery only rises, what was delivered did not fail, and a failure is final. */
export function statusRises(current: MessageStatus, next: MessageStatus): boolean {
  if (current === 'failed') return false;
  if (next === 'failed') return RANK[current] <= RANK.sent;
  return RANK[next] > RANK[current];
}

/** The message after a change of its delivery. */
export function withStatus(message: Message, { status, error }: ConversationEventOf<'MessageStatusChanged'>): Message {
  const { error: _old, ...rest } = message;
  return { ...rest, status, ...(error && { error }) };
}
