import type { ConversationEvent, ConversationEventOf } from '@parley/contracts';

/** One row of `offer_fact`: one agent was asked once. Keys are column names. */
export interface OfferFact {
  readonly offer_id: string;
  readonly conversation_id: string;
  readonly kind: string;
  readonly agent_id: string;
  readonly queue_id: string;
  readonly offered_at: string;
  readonly outcome: 'open' | 'accepted' | 'missed' | 'rejected' | 'withdrawn';
  readonly closed_at: string | null;
}

/** An offer is open from `Offered` to the one event that closes it. */
export function foldIntoOffers(offers: Map<string, OfferFact>, conversationId: string, event: ConversationEvent): void {
  switch (event.type) {
    case 'Offered':
      offers.set(event.offerId, opened(conversationId, event));
      return;
    case 'Accepted':
      return close(offers, event.offerId, 'accepted', event.acceptedAt);
    case 'OfferMissed':
      return close(offers, event.offerId, 'missed', event.missedAt);
    case 'OfferRejected':
      return close(offers, event.offerId, 'rejected', event.rejectedAt);
    case 'OfferWithdrawn':
      return close(offers, event.offerId, 'withdrawn', event.withdrawnAt);
    default:
      return;
  }
}

function opened(conversationId: string, event: ConversationEventOf<'Offered'>): OfferFact {
  return {
    offer_id: event.offerId,
    conversation_id: conversationId,
    kind: event.kind,
    agent_id: event.agentId,
    queue_id: event.queueId,
    offered_at: event.offeredAt,
    outcome: 'open',
    closed_at: null,
  };
}

function close(offers: Map<string, OfferFact>, offerId: string, outcome: OfferFact['outcome'], closedAt: string): void {
  const offer = offers.get(offerId);
  if (offer) offers.set(offerId, { ...offer, outcome, closed_at: closedAt });
}
