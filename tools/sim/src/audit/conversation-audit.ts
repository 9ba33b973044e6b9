import { type ConversationEvent, type ConversationEventOf, type MessageStatus, type OfferKind, toMs } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { must } from '../engine/violation';

interface AuditedLeg {
  readonly agentId: string;
  role: 'primary' | 'conferenced';
  state: 'active' | 'wrapping-up' | 'closed';
  wrapUp?: { readonly reasons: readonly string[]; readonly defaultReason: string; dueMs: number };
}

interface AuditedOffer {
  readonly offerId: string;
  readonly agentId: string;
  readonly kind: OfferKind;
  readonly expiresMs: number;
}

/** One conversation, told from its events alone; shares nothing with the state that decides. */
export interface Audited {
  readonly conversationId: string;
  readonly threadId: string;
  readonly arrivedAt: { own?: string };
  readonly offers: Map<string, AuditedOffer>;
  readonly legs: Map<string, AuditedLeg>;
  readonly statuses: Map<string, MessageStatus>;
  /** The entries under which it waits: for an owner, and for a colleague. */
  waiting: { own?: ConversationEventOf<'Queued'>; conference?: ConversationEventOf<'Queued'> };
  request?: string;
  windowMs: number;
  ended: boolean;
  closed: boolean;
}

const AFTER_END = new Set(['MessageStatusChanged', 'WrapUpStarted', 'WrapUpExtended', 'WrapUpApplied', 'ConversationClosed']);
const RANK: Record<MessageStatus, number> = { pending: 0, sent: 1, delivered: 2, read: 3, failed: 9 };

/** Checks what must be true of conversations, event by event and after each append. */
export class ConversationAudit {
  readonly all = new Map<string, Audited>();
  readonly entries = new Map<string, ConversationEventOf<'Queued'>>();
  readonly received = new Map<string, number>();
  private readonly known = new Set<string>();

  see(events: readonly RecordedEvent[]): void {
    const conversationId = events[0]!.stream.slice('conversation-'.length);
    for (const { data } of events) this.one(conversationId, data as ConversationEvent);
    const conversation = this.all.get(conversationId)!;
    this.checkPlace(conversation);
  }

  private one(conversationId: string, event: ConversationEvent): void {
    if (event.type === 'ConversationStarted') return this.start(conversationId, event);
    const it = this.all.get(conversationId)!;
    const told = () => `${conversationId} ${JSON.stringify(event)}`;
    must(!it.ended || AFTER_END.has(event.type), 'over-is-over', told);
    must(!it.closed || event.type === 'MessageStatusChanged', 'over-is-over', told);
    switch (event.type) {
      case 'MessageReceived':
        it.windowMs = Math.max(it.windowMs, toMs(event.serviceWindowExpiresAt));
        this.received.set(event.wamid, (this.received.get(event.wamid) ?? 0) + 1);
        return must(this.received.get(event.wamid) === 1, 'received-once', told);
      case 'MessageSent':
        return this.sent(it, event, told);
      case 'MessageStatusChanged': {
        const before = it.statuses.get(event.messageId);
        must(before !== undefined && before !== 'failed' && RANK[event.status] >= RANK[before] && !(event.status === 'failed' && RANK[before] > 1), 'status-rises', told);
        return void it.statuses.set(event.messageId, event.status);
      }
      case 'Queued':
        return this.queued(it, event, told);
      case 'ConferenceRequested':
        must(it.request === undefined, 'one-offer', told);
        it.request = event.requestId;
        return;
      case 'ConferenceRequestDropped':
      case 'ConferenceJoined':
        must(it.request === event.requestId, 'one-offer', told);
        it.request = undefined;
        it.waiting = { ...it.waiting, conference: undefined };
        return;
      case 'TransferRequested': // moved by a supervisor it leaves the wait that it had
      case 'TransferDropped':
        it.waiting = { ...it.waiting, own: undefined };
        return;
      case 'OwnershipTransferred':
        for (const leg of it.legs.values()) if (leg.agentId === event.toAgentId && leg.state === 'active') leg.role = 'primary';
        return;
      case 'Ended':
        it.ended = true;
        it.waiting = {};
        return;
      case 'ConversationClosed':
        must(it.ended && [...it.legs.values()].every(({ state }) => state === 'closed'), 'one-wrap-up', told);
        it.closed = true;
        return;
      default:
        return this.offerOrWrapUp(it, event, told);
    }
  }

  private start(conversationId: string, { threadId }: ConversationEventOf<'ConversationStarted'>): void {
    const live = [...this.all.values()].find((other) => other.threadId === threadId && !other.ended);
    must(!live, 'one-live-conversation', () => `${conversationId} begins beside ${live!.conversationId}`);
    this.all.set(conversationId, {
      conversationId,
      threadId,
      arrivedAt: {},
      offers: new Map(),
      legs: new Map(),
      statuses: new Map(),
      waiting: {},
      windowMs: 0,
      ended: false,
      closed: false,
    });
  }

  private sent(it: Audited, event: ConversationEventOf<'MessageSent'>, told: () => string): void {
    const leg = it.legs.get(event.legId);
    const length = [...event.text].length;
    const isWritable = leg?.state === 'active' && leg.agentId === event.agentId && length >= 1 && length <= 4096 && toMs(event.sentAt) < it.windowMs;
    must(isWritable && !it.statuses.has(event.messageId), 'written-by-active-leg', told);
    it.statuses.set(event.messageId, 'pending');
  }

  private queued(it: Audited, event: ConversationEventOf<'Queued'>, told: () => string): void {
    it.arrivedAt.own ??= event.arrivedAt;
    must(event.arrivedAt === it.arrivedAt.own, 'arrival-kept', told);
    this.entries.set(event.entryId, event);
    const wait = event.purpose === 'conference' ? 'conference' : 'own';
    must(!it.waiting[wait] || event.reason === 'overflow', 'one-place', told); // an overflow takes the place of the wait before it
    it.waiting = { ...it.waiting, [wait]: event };
  }

  private offerOrWrapUp(it: Audited, event: ConversationEvent, told: () => string): void {
    switch (event.type) {
      case 'Offered': {
        const isConference = event.kind === 'conference';
        const { offerId, agentId, kind } = event;
        must(![...it.offers.values()].some((other) => (other.kind === 'conference') === isConference), 'one-offer', told);
        must(!this.known.has(offerId), 'offer-ends-once', told);
        this.known.add(offerId);
        it.offers.set(offerId, { offerId, agentId, kind, expiresMs: toMs(event.expiresAt) });
        it.waiting = { ...it.waiting, [isConference ? 'conference' : 'own']: undefined };
        return;
      }
      case 'Accepted': {
        const offer = it.offers.get(event.offerId);
        const isRightful = offer && offer.agentId === event.agentId && toMs(event.acceptedAt) <= offer.expiresMs;
        must(offer !== undefined || !this.known.has(event.offerId), 'offer-ends-once', told);
        must(Boolean(isRightful), 'accept-rightful', told);
        it.offers.delete(event.offerId);
        it.legs.set(event.legId, { agentId: event.agentId, role: event.kind === 'conference' ? 'conferenced' : 'primary', state: 'active' });
        return;
      }
      case 'OfferMissed':
        must(it.offers.has(event.offerId), 'offer-ends-once', told);
        must(toMs(event.missedAt) >= it.offers.get(event.offerId)!.expiresMs, 'accept-rightful', told);
        return void it.offers.delete(event.offerId);
      case 'OfferRejected':
      case 'OfferWithdrawn':
        return must(it.offers.delete(event.offerId), 'offer-ends-once', told);
      default:
        return wrapUp(it, event, told);
    }
  }

  /** In exactly one queue, one offer or one owner's hands; the reservation of a colleague is beside that. */
  private checkPlace(it: Audited): void {
    const offers = [...it.offers.values()];
    if (it.ended) return must(offers.length === 0, 'offer-ends-once', () => `${it.conversationId} ended with ${JSON.stringify(offers)}`);
    const owners = [...it.legs.values()].filter(({ state, role }) => state === 'active' && role === 'primary');
    const places = (it.waiting.own ? 1 : 0) + offers.filter(({ kind }) => kind !== 'conference').length + owners.length;
    must(places === 1, 'one-place', () => `${it.conversationId} waits ${Boolean(it.waiting.own)}, offers ${JSON.stringify(offers)}, owners ${JSON.stringify(owners)}`);
    const inRequest = (it.waiting.conference ? 1 : 0) + offers.filter(({ kind }) => kind === 'conference').length;
    must(inRequest === (it.request ? 1 : 0), 'one-offer', () => `${it.conversationId} request ${it.request}, ${inRequest} places`);
  }
}

function wrapUp(it: Audited, event: ConversationEvent, told: () => string): void {
  if (event.type !== 'WrapUpStarted' && event.type !== 'WrapUpExtended' && event.type !== 'WrapUpCancelled' && event.type !== 'WrapUpApplied') return;
  const leg = it.legs.get(event.legId);
  must(leg?.agentId === event.agentId && leg.state === (event.type === 'WrapUpStarted' ? 'active' : 'wrapping-up'), 'one-wrap-up', told);
  if (event.type === 'WrapUpStarted') {
    leg!.state = 'wrapping-up';
    leg!.wrapUp = { reasons: event.allowedReasons, defaultReason: event.defaultReason, dueMs: toMs(event.dueAt) };
  } else if (event.type === 'WrapUpExtended') leg!.wrapUp!.dueMs = toMs(event.dueAt);
  else if (event.type === 'WrapUpCancelled') leg!.state = 'active';
  else {
    const { reasons, defaultReason, dueMs } = leg!.wrapUp!;
    must(event.automatic ? event.reasonId === defaultReason && toMs(event.appliedAt) >= dueMs : reasons.includes(event.reasonId), 'one-wrap-up', told);
    leg!.state = 'closed';
  }
}
