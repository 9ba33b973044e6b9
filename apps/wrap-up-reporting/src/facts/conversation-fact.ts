import type { ConversationEvent, PublishedConversationEvent } from '@parley/contracts';

/** One row of `conversation_fact`: a conversation as reports count it. Keys are column names. */
export interface ConversationFact {
  conversation_id: string;
  thread_id: string;
  episode: number;
  source_number: string;
  customer_name: string;
  customer_phone: string;
  queue_id: string | null;
  queue_name: string | null;
  service_level_seconds: number | null;
  started_at: string;
  first_queued_at: string | null;
  first_accepted_at: string | null;
  first_response_at: string | null;
  ended_at: string | null;
  closed_at: string | null;
  ended_by: string | null;
  end_reason: string | null;
  offers: number;
  offers_missed: number;
  transfers: number;
  conferences: number;
  messages_in: number;
  messages_out: number;
  revision: number;
}

/** One row of `leg_fact`: one agent's part in one conversation. */
export interface LegFact {
  leg_id: string;
  conversation_id: string;
  agent_id: string;
  agent_name: string;
  queue_id: string;
  kind: string;
  accepted_at: string;
  waited_ms: number;
  left_at: string | null;
  reason_id: string | null;
  automatic: boolean | null;
  wrapped_up_at: string | null;
}

/** One row of `offer_fact`: one agent was asked once. */
export interface OfferFact {
  offer_id: string;
  conversation_id: string;
  kind: string;
  agent_id: string;
  queue_id: string;
  offered_at: string;
  outcome: 'open' | 'accepted' | 'missed' | 'rejected' | 'withdrawn';
  closed_at: string | null;
}

/** Everything that reports hold of the conversations that a batch touches. */
export interface Facts {
  readonly conversations: Map<string, ConversationFact>;
  readonly legs: Map<string, LegFact>;
  readonly offers: Map<string, OfferFact>;
}

/** PostgreSQL's text holds no U+0000; customers may write it. */
const text = (value: string): string => value.replaceAll('\u0000', '\ufffd');

/** Folds a published event into `facts`. An event at or below a conversation's revision was counted before. */
export function foldConversationEvent(facts: Facts, { subject: id, revision, event }: PublishedConversationEvent): void {
  if (event.type === 'ConversationStarted') {
    if (!facts.conversations.has(id)) facts.conversations.set(id, { ...startedFact(id, event), revision });
    return;
  }
  const conversation = facts.conversations.get(id);
  if (!conversation || conversation.revision >= revision) return;
  conversation.revision = revision;
  foldIntoConversation(conversation, event);
  foldIntoParts(facts, id, event);
}

function startedFact(id: string, event: Extract<ConversationEvent, { type: 'ConversationStarted' }>): Omit<ConversationFact, 'revision'> {
  return {
    conversation_id: id,
    thread_id: event.threadId,
    episode: event.episode,
    source_number: event.sourceNumber,
    customer_name: text(event.customer.name),
    customer_phone: event.customer.phone,
    queue_id: null,
    queue_name: null,
    service_level_seconds: null,
    started_at: event.startedAt,
    first_queued_at: null,
    first_accepted_at: null,
    first_response_at: null,
    ended_at: null,
    closed_at: null,
    ended_by: null,
    end_reason: null,
    offers: 0,
    offers_missed: 0,
    transfers: 0,
    conferences: 0,
    messages_in: 0,
    messages_out: 0,
  };
}

function foldIntoConversation(fact: ConversationFact, event: ConversationEvent): void {
  switch (event.type) {
    case 'Queued':
      if (event.purpose === 'conference') return;
      fact.queue_id = event.queueId;
      fact.queue_name = event.queueName;
      // The service level is that of the first wait, as it was configured then.
      fact.first_queued_at ??= event.queuedAt;
      fact.service_level_seconds ??= event.serviceLevelSeconds;
      return;
    case 'Offered':
      fact.offers += 1;
      return;
    case 'OfferMissed':
      fact.offers_missed += 1;
      return;
    case 'Accepted':
      fact.first_accepted_at ??= event.acceptedAt;
      return;
    case 'MessageReceived':
      fact.messages_in += 1;
      fact.customer_name = text(event.customerName);
      return;
    case 'MessageSent':
      fact.messages_out += 1;
      fact.first_response_at ??= event.sentAt;
      return;
    case 'TransferRequested':
      fact.transfers += 1;
      return;
    case 'ConferenceJoined':
      fact.conferences += 1;
      return;
    case 'Ended':
      fact.ended_at = event.endedAt;
      fact.ended_by = event.endedBy.kind;
      fact.end_reason = event.reason;
      return;
    case 'ConversationClosed':
      fact.closed_at = event.closedAt;
      return;
    default:
      return;
  }
}

function foldIntoParts({ legs, offers }: Facts, id: string, event: ConversationEvent): void {
  switch (event.type) {
    case 'Offered': {
      const { offerId, kind, agentId, queueId, offeredAt } = event;
      offers.set(offerId, { offer_id: offerId, conversation_id: id, kind, agent_id: agentId, queue_id: queueId, offered_at: offeredAt, outcome: 'open', closed_at: null });
      return;
    }
    case 'OfferMissed':
      return close(offers, event.offerId, 'missed', event.missedAt);
    case 'OfferRejected':
      return close(offers, event.offerId, 'rejected', event.rejectedAt);
    case 'OfferWithdrawn':
      return close(offers, event.offerId, 'withdrawn', event.withdrawnAt);
    case 'Accepted': {
      const { legId, agentId, agentName, queueId, kind, acceptedAt, waitedMs, offerId } = event;
      close(offers, offerId, 'accepted', acceptedAt);
      legs.set(legId, {
        leg_id: legId,
        conversation_id: id,
        agent_id: agentId,
        agent_name: agentName,
        queue_id: queueId,
        kind,
        accepted_at: acceptedAt,
        waited_ms: waitedMs,
        left_at: null,
        reason_id: null,
        automatic: null,
        wrapped_up_at: null,
      });
      return;
    }
    case 'WrapUpStarted':
      return change(legs, event.legId, { left_at: event.startedAt });
    case 'WrapUpCancelled':
      return change(legs, event.legId, { left_at: null });
    case 'WrapUpApplied':
      return change(legs, event.legId, { reason_id: event.reasonId, automatic: event.automatic, wrapped_up_at: event.appliedAt });
    default:
      return;
  }
}

function close(offers: Map<string, OfferFact>, offerId: string, outcome: OfferFact['outcome'], closedAt: string): void {
  const offer = offers.get(offerId);
  if (offer) offers.set(offerId, { ...offer, outcome, closed_at: closedAt });
}

function change(legs: Map<string, LegFact>, legId: string, news: Partial<LegFact>): void {
  const leg = legs.get(legId);
  if (leg) legs.set(legId, { ...leg, ...news });
}

