import type { ConversationEvent, ConversationEventOf } from '@parley/contracts';

/** One row of `conversation_fact`: a conversation as reports count it. Keys are column names. */
export interface ConversationFact {
  readonly conversation_id: string;
  readonly thread_id: string;
  readonly episode: number;
  readonly source_number: string;
  readonly customer_name: string;
  readonly customer_phone: string;
  /** The queue it waits or waited in last; requests for a colleague do not move it. */
  readonly queue_id: string | null;
  readonly queue_name: string | null;
  /** The queue of the first wait: who answers for the speed of answer. */
  readonly first_queue_id: string | null;
  readonly first_queue_name: string | null;
  readonly service_level_seconds: number | null;
  readonly started_at: string;
  readonly first_queued_at: string | null;
  readonly first_accepted_at: string | null;
  readonly first_response_at: string | null;
  readonly ended_at: string | null;
  readonly closed_at: string | null;
  readonly ended_by: string | null;
  readonly end_reason: string | null;
  readonly last_status: string | null;
  readonly offers: number;
  readonly offers_missed: number;
  readonly transfers: number;
  readonly transfers_dropped: number;
  readonly conferences: number;
  readonly messages_in: number;
  readonly messages_out: number;
  /** When the customer wrote whom no agent has answered since; null when nobody waits for an answer. */
  readonly awaiting_reply_since: string | null;
  readonly revision: number;
}

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair; customers may write both. */
const text = (value: string): string => value.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');

export function startedFact(id: string, revision: number, event: ConversationEventOf<'ConversationStarted'>): ConversationFact {
  return {
    conversation_id: id,
    thread_id: event.threadId,
    episode: event.episode,
    source_number: event.sourceNumber,
    customer_name: text(event.customer.name),
    customer_phone: text(event.customer.phone),
    queue_id: null,
    queue_name: null,
    first_queue_id: null,
    first_queue_name: null,
    service_level_seconds: null,
    started_at: event.startedAt,
    first_queued_at: null,
    first_accepted_at: null,
    first_response_at: null,
    ended_at: null,
    closed_at: null,
    ended_by: null,
    end_reason: null,
    last_status: null,
    offers: 0,
    offers_missed: 0,
    transfers: 0,
    transfers_dropped: 0,
    conferences: 0,
    messages_in: 0,
    messages_out: 0,
    awaiting_reply_since: null,
    revision,
  };
}

/** What `event` changes in the conversation's row. */
export function conversationNews(fact: ConversationFact, event: ConversationEvent): Partial<ConversationFact> {
  switch (event.type) {
    case 'Queued':
      return event.purpose === 'conference' ? {} : queuedNews(fact, event);
    case 'Offered':
      return { offers: fact.offers + 1 };
    case 'OfferMissed':
      return { offers_missed: fact.offers_missed + 1 };
    case 'Accepted':
      return { first_accepted_at: fact.first_accepted_at ?? event.acceptedAt };
    case 'MessageReceived':
      return {
        messages_in: fact.messages_in + 1,
        customer_name: text(event.customerName) || fact.customer_name,
        ...(event.customer && { customer_phone: text(event.customer.phone) }),
        awaiting_reply_since: fact.awaiting_reply_since ?? event.receivedAt,
      };
    case 'MessageSent':
      return { messages_out: fact.messages_out + 1, first_response_at: fact.first_response_at ?? event.sentAt, awaiting_reply_since: null };
    case 'TransferRequested':
      return { transfers: fact.transfers + 1 };
    case 'TransferDropped':
      return { transfers_dropped: fact.transfers_dropped + 1 };
    case 'ConferenceJoined':
      return { conferences: fact.conferences + 1 };
    case 'Ended':
      return { ended_at: event.endedAt, ended_by: event.endedBy.kind, end_reason: event.reason, last_status: event.lastStatus };
    case 'ConversationClosed':
      return { closed_at: event.closedAt };
    default:
      return {};
  }
}

/** The service level is that of the first wait, as its queue was configured then. */
function queuedNews(fact: ConversationFact, event: ConversationEventOf<'Queued'>): Partial<ConversationFact> {
  const { queueId: queue_id, queueName: queue_name } = event;
  if (fact.first_queued_at !== null) return { queue_id, queue_name };
  return {
    queue_id,
    queue_name,
    first_queue_id: queue_id,
    first_queue_name: queue_name,
    first_queued_at: event.queuedAt,
    service_level_seconds: event.serviceLevelSeconds,
  };
}
