import type { PublishedConversationEvent } from '@parley/contracts';
import { type ConversationFact, conversationNews, startedFact } from './conversation-fact';
import { foldIntoLegs, type LegFact } from './leg-fact';
import { foldIntoOffers, type OfferFact } from './offer-fact';
import { foldIntoTransfers, type TransferFact } from './transfer-fact';

/** An event in its place; without one where its type is not known. */
export type Numbered = Pick<PublishedConversationEvent, 'subject' | 'revision'> & { readonly event: PublishedConversationEvent['event'] | undefined };

/** Everything that reports hold of some conversations, by id. A row that changes is replaced, never changed in place. */
export interface Facts {
  readonly conversations: Map<string, ConversationFact>;
  readonly legs: Map<string, LegFact>;
  readonly offers: Map<string, OfferFact>;
  readonly transfers: Map<string, TransferFact>;
}

/** Events of the conversation that come before this one were not counted: it must wait for them. */
export class EventsMissing extends Error {}

/**
 * Folds a published event into `facts`. An event at or below a conversation's revision was counted before and changes nothing; one of a
 * type that this version does not know has a revision and nothing else.
 *
 * @throws EventsMissing when it is not the next one: counted now, those before it would never be
 */
export function foldConversationEvent(facts: Facts, { subject: id, revision, event }: Numbered): void {
  const conversation = facts.conversations.get(id);
  const next = conversation ? conversation.revision + 1 : 0;
  if (revision < next) return;
  if (revision > next) throw new EventsMissing(`${id} was counted up to ${next - 1}: ${revision} waits for what is between`);
  if (!conversation) {
    if (event?.type === 'ConversationStarted') facts.conversations.set(id, startedFact(id, revision, event));
    return;
  }
  if (!event) return void facts.conversations.set(id, { ...conversation, revision });
  facts.conversations.set(id, { ...conversation, ...conversationNews(conversation, event), revision });
  foldIntoLegs(facts.legs, id, event, conversation.awaiting_reply_since);
  foldIntoOffers(facts.offers, id, event);
  foldIntoTransfers(facts.transfers, id, event);
}
