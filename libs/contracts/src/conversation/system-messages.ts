import type { Message } from '../http/shapes';
import type { ConversationEvent, ConversationEventOf } from './events';

/**
 * What a conversation's agents are told in its thread of each other; the customer gets none of it. `text` says it in English; a client that
 * speaks other languages goes by `type`, `sender` and `handOver`. Nothing where an older event does not name who is meant.
 */
export function systemMessageOf(event: ConversationEvent, messageId: string): Message | undefined {
  switch (event.type) {
    case 'ConferenceJoined':
      return line(messageId, 'agent-joined', { id: event.agentId, name: event.agentName, text: `${event.agentName} joined`, sentAt: event.joinedAt });
    case 'ConferenceExited':
      return left(messageId, { id: event.agentId, name: event.agentName, sentAt: event.exitedAt });
    case 'OwnershipTransferred':
      return ownershipLine(messageId, event);
    case 'Accepted':
      if (event.kind !== 'transfer' || event.requestedBy === undefined) return undefined;
      return handedOver(messageId, { by: event.requestedBy, to: event.agentName, queue: event.fromQueueName }, { id: event.agentId, sentAt: event.acceptedAt });
    case 'TransferRequested':
      return toQueue(messageId, event);
    case 'TransferDropped':
      return dropped(messageId, event);
    default:
      return undefined;
  }
}

interface Line {
  readonly name: string;
  readonly text: string;
  readonly sentAt: string;
  readonly id?: string;
  readonly handOver?: Message['handOver'];
}

const line = (messageId: string, type: string, { id, name, text, sentAt, handOver }: Line): Message => ({
  messageId,
  direction: 'system',
  type,
  text,
  ...(handOver && { handOver }),
  sender: { kind: 'system', ...(id !== undefined && { id }), name },
  sentAt,
});

const left = (messageId: string, { name, ...rest }: Omit<Line, 'text'>): Message => line(messageId, 'agent-left', { ...rest, name, text: `${name} left` });

function handedOver(messageId: string, handOver: { by: string; to: string; queue?: string | undefined }, rest: Pick<Line, 'id' | 'sentAt'>): Message {
  const { by, to, queue } = handOver;
  const text = `${by} handed the conversation over to ${to}${queue ? ` (queue ${queue})` : ''}`;
  return line(messageId, 'transfer-accepted', { ...rest, name: to, text, handOver: { by, to, ...(queue !== undefined && { queue }) } });
}

function ownershipLine(messageId: string, event: ConversationEventOf<'OwnershipTransferred'>): Message {
  const { fromAgentId, fromAgentName: by = fromAgentId, toAgentId, toAgentName, cause, transferredAt: sentAt } = event;
  if (cause === 'left' && toAgentName !== undefined) return handedOver(messageId, { by, to: toAgentName }, { id: toAgentId, sentAt });
  return left(messageId, { id: fromAgentId, name: by, sentAt });
}

/** Whom an agent asked directly is told once they accept. */
function toQueue(messageId: string, { target, requestedBy: id, requestedByName: by, targetName: to, requestedAt: sentAt }: ConversationEventOf<'TransferRequested'>): Message | undefined {
  if (target.type !== 'queue' || by === undefined || to === undefined) return undefined;
  return line(messageId, 'transfer-to-queue', { id, name: by, text: `${by} transferred the conversation to the queue ${to}`, sentAt, handOver: { by, to } });
}

function dropped(messageId: string, { cause, targetName: to, droppedAt: sentAt }: ConversationEventOf<'TransferDropped'>): Message | undefined {
  if (cause === 'ended' || to === undefined) return undefined;
  const [type, what] = cause === 'cancelled' ? ['transfer-cancelled', 'was taken back'] : ['transfer-dropped', 'was not accepted'];
  return line(messageId, type!, { name: to, text: `The transfer to ${to} ${what}`, sentAt, handOver: { to } });
}
