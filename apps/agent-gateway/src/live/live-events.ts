import {
  activeLegs,
  type ConversationEvent,
  type ConversationView,
  type LiveEvent,
  type LiveEventData,
  type Message,
  messageOf,
  openOffers,
  type PublishedConversationEvent,
  toConversation,
  toOffer,
  toWrapUp,
  type WrapUp,
} from '@parley/contracts';

/** A live event and the agents who are to get it. */
export interface Addressed {
  readonly to: readonly string[];
  readonly live: LiveEvent;
}

export interface OfferedTo {
  readonly offerId: string;
  readonly agentId: string;
}

export interface Change {
  /** The view that the agents were told of last; absent when it is not known any more. */
  readonly before: ConversationView | undefined;
  readonly recorded: PublishedConversationEvent;
  /** The view with the event in it. It may be ahead of the event, when it was loaded. */
  readonly after: ConversationView;
  /** The offers that agents are shown, as far as anyone remembers; counts where `before` is absent. */
  readonly shown: readonly OfferedTo[];
}

/**
 * What agents must be told after an event.
 *
 * State is told by difference: an offer or a wrap-up that is there and was not, or was and is not. So nothing that vanishes
 * without an event of its own (an offer with the conversation's end) stays on a screen. Where the view before is not known,
 * all that is true now is told again; clients keep the newest revision, so a repeat changes nothing. `MessageStatusChanged`
 * needs the whole message and is told by {@link messageUpdated}.
 */
export function liveEvents(change: Change): readonly Addressed[] {
  return [...closedOffers(change), ...openedOffers(change), ...conversation(change), ...wrapUps(change), ...addedMessage(change)];
}

/** Agents whose leg is active: they read what is written. */
const writers = (view: ConversationView): string[] => unique(activeLegs(view).map(({ agentId }) => agentId));

/** Agents who have the conversation on their screen: in it, or owing its wrap-up. */
export const readers = (view: ConversationView): string[] =>
  unique(view.legs.filter(({ state }) => state !== 'closed').map(({ agentId }) => agentId));

/** Agents who were in when the event happened; `view` may be ahead of it. */
function writersAt(view: ConversationView, revision: number): string[] {
  const leftLater = view.legs.filter(({ leftRevision = 0 }) => leftRevision > revision);
  return unique([...writers(view), ...leftLater.map(({ agentId }) => agentId)]);
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

type ClosingReason = LiveEventData<'offer.closed'>['reason'];

const CLOSING: Partial<Record<ConversationEvent['type'], ClosingReason>> = {
  Accepted: 'accepted',
  OfferMissed: 'missed',
  OfferRejected: 'rejected',
  OfferWithdrawn: 'withdrawn',
};

/** The offer that this event closes, by its own word. */
function closedBy(event: ConversationEvent): (OfferedTo & { reason: ClosingReason }) | undefined {
  switch (event.type) {
    case 'Accepted':
    case 'OfferMissed':
    case 'OfferRejected':
    case 'OfferWithdrawn':
      return { offerId: event.offerId, agentId: event.agentId, reason: CLOSING[event.type]! };
    default:
      return undefined;
  }
}

function closedOffers({ before, recorded, after, shown }: Change): Addressed[] {
  const { event } = recorded;
  const stillOpen = new Set(openOffers(after).map(({ offerId }) => offerId));
  // A view that is ahead may know that the offer is gone, when a snapshot that was not so far ahead still shows it.
  const gone = event.type === 'Offered' && !stillOpen.has(event.offerId) ? { ...event, reason: 'withdrawn' as const } : undefined;
  const named = closedBy(event) ?? gone;
  const vanished = (before ? openOffers(before) : shown).filter(({ offerId }) => !stillOpen.has(offerId) && offerId !== named?.offerId);
  return [...(named ? [named] : []), ...vanished].map((closed) => ({
    to: [closed.agentId],
    live: {
      event: 'offer.closed',
      data: {
        offerId: closed.offerId,
        conversationId: after.conversationId,
        reason: 'reason' in closed ? (closed.reason as ClosingReason) : 'withdrawn',
        revision: after.revision,
      },
    },
  }));
}

function openedOffers({ before, after }: Change): Addressed[] {
  const known = new Set(before ? openOffers(before).map(({ offerId }) => offerId) : []);
  return openOffers(after)
    .filter(({ offerId }) => !known.has(offerId))
    .map((offer) => ({ to: [offer.agentId], live: { event: 'offer.created', data: { ...toOffer(offer), revision: after.revision } } }));
}

function conversation({ before, recorded, after }: Change): Addressed[] {
  const { event } = recorded;
  // Who left meanwhile is told so; with the view before known, that was told when they left.
  const left = !before && (event.type === 'WrapUpStarted' || event.type === 'WrapUpApplied') ? [event.agentId] : [];
  const to = unique([...readers(after), ...left]);
  return to.length === 0 ? [] : [{ to, live: { event: 'conversation.updated', data: toConversation(after) } }];
}

/** The wrap-up that this agent owes; the newest, where a conversation came back to somebody who had not finished the last one. */
export function owedWrapUp(view: ConversationView | undefined, agentId: string): WrapUp | undefined {
  const leg = view?.legs.findLast((candidate) => candidate.agentId === agentId && candidate.state === 'wrapping-up');
  return view && leg && toWrapUp(view, leg);
}

function wrapUps({ before, recorded, after }: Change): Addressed[] {
  const involved = unique(after.legs.map(({ agentId }) => agentId));
  return involved.flatMap((agentId): Addressed[] => {
    const owed = owedWrapUp(after, agentId);
    const owedBefore = owedWrapUp(before, agentId);
    if (owed) {
      return sameWrapUp(owed, owedBefore)
        ? []
        : [{ to: [agentId], live: { event: 'wrap-up.due', data: { ...owed, revision: after.revision } } }];
    }
    const closing = before ? owedBefore !== undefined : closesWrapUpOf(recorded.event) === agentId;
    return closing ? [{ to: [agentId], live: { event: 'wrap-up.closed', data: closedWrapUp(after, recorded.event, agentId) } }] : [];
  });
}

const closesWrapUpOf = (event: ConversationEvent): string | undefined =>
  event.type === 'WrapUpApplied' || event.type === 'WrapUpCancelled' ? event.agentId : undefined;

/** With its reason, or told to be owed no more because the conversation came back to its agent. */
function closedWrapUp(view: ConversationView, event: ConversationEvent, agentId: string): LiveEventData<'wrap-up.closed'> {
  const leg = view.legs.findLast((candidate) => candidate.agentId === agentId);
  const { conversationId, revision } = view;
  if (event.type === 'WrapUpApplied' && event.agentId === agentId) return { conversationId, reasonId: event.reasonId, automatic: event.automatic, revision };
  if (leg?.state === 'closed') return { conversationId, reasonId: leg.reasonId ?? '', automatic: leg.automatic ?? false, revision };
  return { conversationId, reasonId: '', automatic: false, cancelled: true, revision };
}

const sameWrapUp = (one: WrapUp, other: WrapUp | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

function addedMessage({ recorded, after }: Change): Addressed[] {
  const message = messageOf(recorded.event, recorded.id);
  const to = writersAt(after, recorded.revision);
  if (!message || to.length === 0) return [];
  return [{ to, live: { event: 'message.added', data: onStage(message, recorded) } }];
}

/** What a change of a message's delivery tells everyone who has the conversation on their screen. */
export function messageUpdated(message: Message, recorded: PublishedConversationEvent, after: ConversationView): Addressed {
  return { to: readers(after), live: { event: 'message.updated', data: onStage(message, recorded) } };
}

const onStage = (message: Message, { subject, revision }: PublishedConversationEvent) => ({
  ...message,
  conversationId: subject,
  revision,
});
