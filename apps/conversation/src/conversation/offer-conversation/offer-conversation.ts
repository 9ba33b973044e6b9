import { activeLegs, type ConversationEvent, type OfferConversation as OfferRecord, toIso } from '@parley/contracts';
import { begun, type Conversation, isUnheardOf, offerNotMade } from '../conversation';

export class OfferConversation {
  readonly type = 'OfferConversation';
  constructor(
    readonly conversationId: string,
    readonly offer: Omit<OfferRecord, 'type' | 'conversationId'>,
    readonly atMs: number,
  ) {}
}

/**
 * The agent for whom routing holds a place is asked.
 *
 * Quiet when the wait that it answers is over (accepted, ended, offered already): routing learns that from the events. Not made for an
 * agent who is in already: routing knows better, unless two things happened at once, and must be told.
 */
export function offerConversation({ offer, atMs }: OfferConversation, state: Conversation): readonly ConversationEvent[] {
  const { view } = begun(state);
  const waiting = offer.kind === 'conference' ? view.conference : view;
  if (!waiting?.entry || waiting.entry.entryId !== offer.entryId || waiting.offer || view.status === 'ended') return [];
  if (!isUnheardOf(state, offer.offerId)) return [];
  if (activeLegs(view).some(({ agentId }) => agentId === offer.agentId)) return [offerNotMade(offer.offerId, atMs)];
  const { offerTimeoutSeconds, ...rest } = offer;
  const { requestedBy } = waiting.entry;
  return [
    {
      type: 'Offered',
      ...rest,
      customerName: view.customer.name,
      customerPhone: view.customer.phone,
      sourceNumber: view.sourceNumber,
      ...(requestedBy && { requestedBy }),
      receivedAt: view.arrivedAt,
      offeredAt: toIso(atMs),
      expiresAt: toIso(atMs + offerTimeoutSeconds * 1000),
    },
  ];
}
