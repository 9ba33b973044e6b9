import { type ConversationEvent, type Customer, type Media, Refused, toIso } from '@parley/contracts';
import { type Conversation, newId, overflowOf, type Rules } from '../conversation';

/** WhatsApp lets us write freely for so long after the customer's last message. Source: Cloud API, customer service window. */
export const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;

/** What the customer wrote, as far as the conversation cares. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly wamid: string;
  readonly messageType: string;
  readonly text?: string;
  readonly media?: Media;
  readonly content?: unknown;
  readonly replyToWamid?: string;
  readonly channelTimestampMs: number;
}

/** Where the message belongs: the thread, and the place of this conversation in it. */
export interface Thread {
  readonly threadId: string;
  readonly episode: number;
  readonly phoneNumberId: string;
  readonly sourceNumber: string;
  readonly queueId: string;
  readonly customer: Customer;
  readonly continues?: string;
  /** The agent of that conversation, where the queue asks them first. */
  readonly preferredAgentId?: string;
}

export class ReceiveMessage {
  readonly type = 'ReceiveMessage';
  constructor(
    readonly conversationId: string,
    readonly thread: Thread,
    readonly message: ReceivedMessage,
    readonly atMs: number,
  ) {}
}

/**
 * The customer's message is part of the conversation; the first one starts it and puts it into its number's queue.
 *
 * @throws Refused `conversation-ended`: the message belongs to the thread's next conversation
 */
export function receiveMessage(command: ReceiveMessage, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { thread, conversationId, atMs } = command;
  if (state.view) {
    if (state.view.status === 'ended') throw new Refused('conversation-ended');
    return [messageReceived(command)];
  }
  const queue = rules.queue(thread.queueId);
  if (!queue) throw new Refused('unknown-target', `there is no queue ${thread.queueId}`);
  const at = toIso(atMs);
  const { threadId, episode, phoneNumberId, sourceNumber, customer, continues, preferredAgentId } = thread;
  const overflow = overflowOf(undefined, rules, { queueId: thread.queueId, purpose: 'queue', atMs });
  return [
    {
      type: 'ConversationStarted',
      threadId,
      episode,
      channel: 'whatsapp',
      phoneNumberId,
      sourceNumber,
      customer,
      startedAt: at,
      ...(continues && { continues }),
      ...(preferredAgentId && { preferredAgentId }),
    },
    messageReceived(command),
    {
      type: 'Queued',
      entryId: newId(state, 'entry', conversationId),
      purpose: 'queue',
      queueId: thread.queueId,
      queueName: queue.name,
      reason: 'new',
      priority: queue.priority ?? 0,
      arrivedAt: at,
      queuedAt: at,
      serviceLevelSeconds: queue.serviceLevelSeconds,
      ...(preferredAgentId && { preferredAgentId }),
      ...(overflow && { overflow }),
    },
  ];
}

function messageReceived({ message, thread, atMs }: ReceiveMessage): ConversationEvent {
  const { channelTimestampMs, ...rest } = message;
  // A clock ahead of ours must not keep the window open for longer than WhatsApp does.
  const writtenMs = Math.min(channelTimestampMs, atMs);
  return {
    type: 'MessageReceived',
    ...rest,
    customerName: thread.customer.name,
    channelTimestamp: toIso(channelTimestampMs),
    receivedAt: toIso(atMs),
    serviceWindowExpiresAt: toIso(writtenMs + SERVICE_WINDOW_MS),
  };
}
