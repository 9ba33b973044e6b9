import { cloudEventHeaders, type ConversationEvent, type ConversationEventOf, type PublishedConversationEvent, toIso } from '@parley/contracts';
import { derivedId, type NewRecord } from '@parley/event-sourcing';

type Kind = ConversationEventOf<'Offered'>['kind'];

/** Noon of a day; stories tell the time in seconds from their beginning. */
export const NOON = Date.UTC(2026, 10, 20, 12);
export const iso = (seconds: number, fromMs = NOON): string => toIso(fromMs + seconds * 1000);

export const QUEUE_NAMES: Readonly<Record<string, string>> = { support: 'Support', sales: 'Sales' };
let position = 0;

/** One conversation's events as they are published, told step by step. Every story begins with its first message in a queue. */
export class Story {
  readonly events: PublishedConversationEvent[] = [];
  private readonly offers = new Map<string, { kind: Kind; agentId: string; queueId: string }>();
  private transfers = 0;

  constructor(
    readonly id: string,
    { beginsMs = NOON, customerName = 'Cara Customer', queueId = 'support', phone = '+12025550143' } = {},
  ) {
    this.beginsMs = beginsMs;
    const customer = { customerId: `customer-${id}`, name: customerName, phone };
    this.tell({ type: 'ConversationStarted', threadId: `thread-${id}`, episode: 1, channel: 'whatsapp', phoneNumberId: '100000000000001', sourceNumber: '+1 555 010 0001', customer, startedAt: this.at(0) });
    this.customerWrites(0, customerName).queued(0, queueId);
  }

  private readonly beginsMs: number;
  private readonly at = (seconds: number) => iso(seconds, this.beginsMs);

  customerWrites(seconds: number, customerName = 'Cara Customer'): this {
    const number = this.events.length;
    return this.tell({ type: 'MessageReceived', messageId: `in-${number}`, wamid: `wamid.${number}`, messageType: 'text', text: 'Hello?', customerName, channelTimestamp: this.at(seconds), receivedAt: this.at(seconds), serviceWindowExpiresAt: this.at(seconds + 86_400) });
  }

  queued(seconds: number, queueId: string, purpose: Kind = 'queue', serviceLevelSeconds = 60): this {
    const reason = purpose === 'queue' ? 'new' : purpose;
    return this.tell({ type: 'Queued', entryId: `entry-${this.events.length}`, purpose, queueId, queueName: QUEUE_NAMES[queueId] ?? queueId, reason, priority: 0, arrivedAt: this.at(0), queuedAt: this.at(seconds), serviceLevelSeconds });
  }

  offered(seconds: number, agentId: string, { offer = agentId, kind = 'queue' as Kind, queueId = 'support' } = {}): this {
    const offerId = this.offerId(offer);
    this.offers.set(offerId, { kind, agentId, queueId });
    const shown = { customerName: 'Cara Customer', customerPhone: '+12025550143', sourceNumber: '+1 555 010 0001', receivedAt: this.at(0) };
    return this.tell({ type: 'Offered', offerId, kind, agentId, agentName: agentId.toUpperCase(), queueId, queueName: QUEUE_NAMES[queueId] ?? queueId, ...shown, offeredAt: this.at(seconds), expiresAt: this.at(seconds + 30) });
  }

  missed(seconds: number, offer: string): this {
    return this.tell({ type: 'OfferMissed', ...this.closing(offer), missedAt: this.at(seconds) });
  }

  rejected(seconds: number, offer: string): this {
    return this.tell({ type: 'OfferRejected', ...this.closing(offer), rejectedAt: this.at(seconds) });
  }

  withdrawn(seconds: number, offer: string): this {
    return this.tell({ type: 'OfferWithdrawn', ...this.closing(offer), cause: 'ended', withdrawnAt: this.at(seconds) });
  }

  /** The leg has the offer's name. */
  accepted(seconds: number, offer: string): this {
    const { offerId, ...of } = this.closing(offer);
    return this.tell({ type: 'Accepted', offerId, legId: offerId, ...of, agentName: of.agentId.toUpperCase(), acceptedAt: this.at(seconds), waitedMs: seconds * 1000 });
  }

  agentWrites(seconds: number, leg: string): this {
    const { offerId: legId, agentId } = this.closing(leg);
    return this.tell({ type: 'MessageSent', messageId: `out-${this.events.length}`, messageType: 'text', text: 'Good day', legId, agentId, agentName: agentId.toUpperCase(), phoneNumberId: '100000000000001', to: { phone: '+12025550143' }, sentAt: this.at(seconds) });
  }

  transferRequested(seconds: number, target: ConversationEventOf<'TransferRequested'>['target'], requestedBy = 'ana'): this {
    return this.tell({ type: 'TransferRequested', transferId: this.transferId(++this.transfers), target, requestedBy, fromQueueId: 'support', requestedAt: this.at(seconds) });
  }

  transferDropped(seconds: number, outcome: ConversationEventOf<'TransferDropped'>['outcome']): this {
    return this.tell({ type: 'TransferDropped', transferId: this.transferId(this.transfers), cause: 'missed', outcome, droppedAt: this.at(seconds) });
  }

  joined(seconds: number, leg: string): this {
    const { offerId: legId, agentId } = this.closing(leg);
    return this.tell({ type: 'ConferenceJoined', requestId: 'request', legId, agentId, agentName: agentId.toUpperCase(), joinedAt: this.at(seconds) });
  }

  ownershipTransferred(seconds: number, fromAgentId: string, toAgentId: string): this {
    return this.tell({ type: 'OwnershipTransferred', fromAgentId, toAgentId, cause: 'left', transferredAt: this.at(seconds) });
  }

  ended(seconds: number, over: Partial<ConversationEventOf<'Ended'>> = {}): this {
    return this.tell({ type: 'Ended', endedBy: { kind: 'agent', id: 'ana' }, reason: 'agent-ended', lastStatus: 'active', endedAt: this.at(seconds), ...over });
  }

  wrapUpStarted(seconds: number, leg: string): this {
    const { offerId: legId, agentId } = this.closing(leg);
    return this.tell({ type: 'WrapUpStarted', legId, agentId, startedAt: this.at(seconds), dueAt: this.at(seconds + 120), defaultReason: 'none-given', allowedReasons: ['resolved', 'none-given'] });
  }

  wrapUpExtended(seconds: number, leg: string): this {
    const { offerId: legId, agentId } = this.closing(leg);
    return this.tell({ type: 'WrapUpExtended', legId, agentId, dueAt: this.at(seconds + 120) });
  }

  wrapUpCancelled(seconds: number, leg: string): this {
    const { offerId: legId, agentId } = this.closing(leg);
    return this.tell({ type: 'WrapUpCancelled', legId, agentId, cancelledAt: this.at(seconds) });
  }

  wrapUpApplied(seconds: number, leg: string, reasonId = 'resolved', automatic = false): this {
    const { offerId: legId, agentId } = this.closing(leg);
    return this.tell({ type: 'WrapUpApplied', legId, agentId, reasonId, automatic, startedAt: this.at(seconds), appliedAt: this.at(seconds) });
  }

  closed(seconds: number): this {
    return this.tell({ type: 'ConversationClosed', closedAt: this.at(seconds) });
  }

  tell(event: ConversationEvent): this {
    this.events.push({ id: derivedId(this.id, this.events.length), subject: this.id, revision: this.events.length, position: ++position, time: iso(0), event });
    return this;
  }

  get last(): PublishedConversationEvent {
    return this.events.at(-1)!;
  }

  offerId(offer: string): string {
    return `${this.id}/${offer}`;
  }

  transferId(number: number): string {
    return `${this.id}/transfer-${number}`;
  }

  private closing(offer: string) {
    const offerId = this.offerId(offer);
    return { offerId, ...this.offers.get(offerId)! };
  }
}

/** The records that `conversation.events.v1` holds of `events`. */
export const asRecords = (events: readonly PublishedConversationEvent[]): NewRecord[] =>
  events.map(({ event, subject, time, ...at }) => ({ key: subject, value: event, headers: cloudEventHeaders('/conversation', subject, { type: event.type, recordedAt: time, ...at }) }));
