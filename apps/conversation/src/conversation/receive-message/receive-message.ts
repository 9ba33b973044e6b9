import { type ConversationEvent, type ConversationEventOf, type Customer, type Media, Refused, toIso } from '@parley/contracts';
import { type Begun, begun, type Conversation, newId, overflowOf, type Rules, writtenAtMs } from '../conversation';

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
  /** As far as this message tells: `name` and `phone` are '' where it does not. */
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

/** Reactions, edits and the like belong to a conversation that is there; alone they are no request for an answer. */
const NEVER_FIRST: ReadonlySet<string> = new Set(['reaction', 'edit', 'revoke', 'system', 'request_welcome']);

export const opensConversation = ({ messageType }: Pick<ReceivedMessage, 'messageType'>): boolean => !NEVER_FIRST.has(messageType);

/**
 * The customer's message is part of the conversation; the first one starts it and puts it into its number's queue.
 *
 * @throws Refused `conversation-ended`: the message belongs to the thread's next conversation · `not-found`: there is none, and it begins none
 */
export function receiveMessage(command: ReceiveMessage, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { thread, conversationId, atMs } = command;
  if (state.view) {
    if (state.view.status === 'ended') throw new Refused('conversation-ended');
    return [messageReceived(command, begun(state))];
  }
  if (!opensConversation(command.message)) throw new Refused('not-found', `no conversation begins with ${command.message.messageType}`);
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
      customer: { ...customer, name: nameOf(customer) },
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

/** What the customer did not write: it is no reason to answer. Source: Cloud API, customer service window. */
const OPENS_NO_WINDOW: ReadonlySet<string> = new Set(['system', 'request_welcome']);

function messageReceived({ message, thread, atMs }: ReceiveMessage, state?: Begun): ConversationEvent {
  const { channelTimestampMs, ...rest } = message;
  const known = state?.view.customer;
  const customer = state && newIds(state, thread.customer, writtenAtMs(message.messageType, channelTimestampMs));
  // A clock ahead of ours must not keep the window open for longer than WhatsApp does.
  const writtenMs = Math.min(channelTimestampMs, atMs);
  const opensNone = state && OPENS_NO_WINDOW.has(message.messageType);
  return {
    type: 'MessageReceived',
    ...rest,
    customerName: nameOf(thread.customer, known),
    ...(customer && { customer }),
    channelTimestamp: toIso(channelTimestampMs),
    receivedAt: toIso(atMs),
    serviceWindowExpiresAt: opensNone ? state.view.serviceWindowExpiresAt : toIso(writtenMs + SERVICE_WINDOW_MS),
  };
}

const NAMELESS = 'WhatsApp';

/** S-05: what the message tells, else what was told before; the number is the last fallback. */
function nameOf({ name, phone }: Customer, known?: Customer): string {
  const wasTold = known && known.name !== known.phone && known.name !== NAMELESS;
  return name || (wasTold ? known.name : phone || known?.phone || NAMELESS);
}

/**
 * By which ids the customer is reached from now on, where they are others than those known. Who comes under a new number has a new BSUID,
 * and the other way round: what the message does not tell is then not known any more. A message from before those known were told tells nothing.
 */
function newIds({ view, idsSinceMs }: Begun, told: Customer, writtenMs: number): ConversationEventOf<'MessageReceived'>['customer'] {
  const known = view.customer;
  const isNew = (old: string | undefined, next: string | undefined) => Boolean(old && next && old !== next);
  const isOther = isNew(known.phone, told.phone) || isNew(known.bsuid, told.bsuid);
  const phone = told.phone || (isOther ? '' : known.phone);
  const bsuid = told.bsuid ?? (isOther ? undefined : known.bsuid);
  if ((phone === known.phone && bsuid === known.bsuid) || writtenMs < idsSinceMs) return undefined;
  return { phone, ...(bsuid && { bsuid }) };
}
