import { inboundKey, type PublishedConversationEvent, readConversationEvent } from '@parley/contracts';
import { type BusRecord, Unprocessable } from '@parley/event-sourcing';
import { orUnreachable } from '@parley/read-store';
import type { OutboundMessage, OutboxStore } from './outbox/outbox.store';

export interface Told {
  /** There is a new message to send. */
  asked(): void;
  /** The fate of a message is known. */
  settled(): void;
}

/** What the log says about outbound messages, brought into the outbox. Taking a record again changes nothing. */
export class OutboundIntake {
  constructor(
    private readonly store: OutboxStore,
    private readonly told: Told,
  ) {}

  /** Records of `conversation.events.v1`. @throws Unprocessable, Unreachable */
  async ask(records: readonly BusRecord[]): Promise<void> {
    const messages = records.flatMap(asked);
    if (messages.length === 0) return;
    if ((await orUnreachable(() => this.store.add(messages))) > 0) this.told.asked();
  }

  /** Records of `channel.inbound.v1`: a status that carries our reference proves that WhatsApp has the message. @throws Unreachable */
  async settle(records: readonly BusRecord[]): Promise<void> {
    const known = records.flatMap(proven);
    if (known.length === 0) return;
    if ((await orUnreachable(() => this.store.settle(known))) > 0) this.told.settled();
  }
}

function asked(record: BusRecord): OutboundMessage[] {
  const type = record.headers['ce_type'];
  if (type !== undefined && type !== 'MessageSent') return [];
  const event = read(record);
  if (event?.event.type !== 'MessageSent') return [];
  const { messageId, phoneNumberId, to, text, template, sentAt } = event.event;
  if (!to.phone && !to.bsuid) throw new Unprocessable(`message ${messageId} is addressed to nobody`);
  return [{ conversationId: event.subject, messageId, phoneNumberId, ...to, recipientKey: inboundKey(phoneNumberId, to), content: { text, template }, sentAt }];
}

function read(record: BusRecord): PublishedConversationEvent | undefined {
  try {
    return readConversationEvent(record);
  } catch (error) {
    throw new Unprocessable((error as Error).message, { cause: error });
  }
}

/** Of the form that `outboundReference` gives; other systems may use the same number and write their own. What is no record of ours is the conversations' to refuse. */
function proven({ value }: BusRecord): { conversationId: string; messageId: string; wamid: string }[] {
  const { kind, wamid, reference } = (value ?? {}) as { kind?: unknown; wamid?: unknown; reference?: unknown };
  if (kind !== 'status' || typeof wamid !== 'string' || typeof reference !== 'string') return [];
  const end = reference.indexOf('/');
  return end < 1 ? [] : [{ conversationId: reference.slice(0, end), messageId: reference.slice(end + 1), wamid }];
}
