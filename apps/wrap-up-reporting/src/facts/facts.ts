import type { PublishedConversationEvent } from '@parley/contracts';
import { type ConversationFact, conversationNews, startedFact } from './conversation-fact';
import { foldIntoLegs, type LegFact } from './leg-fact';
import { foldIntoOffers, type OfferFact } from './offer-fact';

/** Everything that reports hold of some conversations, by id. A row that changes is replaced, never changed in place. */
export interface Facts {
  readonly conversations: Map<string, ConversationFact>;
  readonly legs: Map<string, LegFact>;
  readonly offers: Map<string, OfferFact>;
}

/** Folds a published event into `facts`. An event at or below a conversation's revision was counted before and changes nothing. */
export function foldConversationEvent(facts: Facts, { subject: id, revision, event }: PublishedConversationEvent): void {
  const conversation = facts.conversations.get(id);
  if (!conversation) {
    if (event.type === 'ConversationStarted') facts.conversations.set(id, startedFact(id, revision, event));
    return;
  }
  if (conversation.revision >= revision) return;
  facts.conversations.set(id, { ...conversation, ...conversationNews(conversation, event), revision });
  foldIntoLegs(facts.legs, id, event);
  foldIntoOffers(facts.offers, id, event);
}
