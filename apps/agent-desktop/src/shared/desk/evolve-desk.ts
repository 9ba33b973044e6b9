import type { Conversation, LiveEvent, LiveEventData, Me, Offer, WrapUp } from '@parley/contracts';
import { CLOSED_OFFERS_MAX, type DeskState, takesPart, withEntry } from './desk-state';
import { EMPTY_THREAD, type Thread, type ThreadMessage, withMessage } from './thread';

/**
 * The desk after a live event. A snapshot replaces; of everything else only the newest revision counts, so an event that is
 * told twice or late changes nothing.
 */
export function evolveDesk(desk: DeskState, { event, data }: LiveEvent): DeskState {
  switch (event) {
    case 'snapshot':
      return withSnapshot(desk, data);
    case 'offer.created':
      return withOffer(desk, data);
    case 'offer.closed':
      return withoutOffer(desk, data.offerId);
    case 'conversation.updated':
      return withConversation(desk, data);
    case 'message.added':
    case 'message.updated':
      return withLiveMessage(desk, data, event === 'message.added' ? 'added' : 'updated');
    case 'agent.state':
      return withMe(desk, data);
    case 'wrap-up.due':
      return withWrapUp(desk, data);
    case 'wrap-up.closed':
      return withoutWrapUp(desk, data.conversationId, data.revision);
  }
}

function withSnapshot(desk: DeskState, { me, offers, conversations, wrapUps }: LiveEventData<'snapshot'>): DeskState {
  const newest = conversations.map((next) => {
    const known = desk.conversations.get(next.conversationId);
    return known && known.revision > next.revision ? known : next;
  });
  const owed = wrapUps.filter(({ conversationId, since }) => desk.doneWrapUps.get(conversationId) !== since);
  const readable = new Set([...newest, ...owed].map(({ conversationId }) => conversationId));
  const threads = [...desk.threads]
    .filter(([id]) => readable.has(id))
    .map(([id, thread]) => [id, { ...thread, state: 'stale' as const }] as const);
  // A conversation that only a wrap-up is owed for may be missing in the list: what we knew of it stays.
  const kept = owed.flatMap(({ conversationId }) => desk.conversations.get(conversationId) ?? []);
  return {
    ...desk,
    connection: 'live',
    me,
    offers: inOrder(offers.filter(({ offerId }) => !desk.closedOffers.includes(offerId))),
    conversations: new Map([...kept, ...newest].map((conversation) => [conversation.conversationId, conversation])),
    wrapUps: new Map(owed.map((wrapUp) => [wrapUp.conversationId, wrapUp])),
    threads: new Map(threads),
    lastRead: new Map([...desk.lastRead].filter(([id]) => readable.has(id))),
  };
}

const inOrder = (offers: readonly Offer[]): readonly Offer[] =>
  [...offers].sort((one, other) => one.offeredAt.localeCompare(other.offeredAt));

function withOffer(desk: DeskState, { revision: _revision, ...offer }: LiveEventData<'offer.created'>): DeskState {
  if (desk.closedOffers.includes(offer.offerId)) return desk;
  const others = desk.offers.filter(({ offerId }) => offerId !== offer.offerId);
  return { ...desk, offers: inOrder([...others, offer]) };
}

/** The offer is over, whatever is told of it from now on. */
export function withoutOffer(desk: DeskState, offerId: string): DeskState {
  const closed = desk.closedOffers.includes(offerId) ? desk.closedOffers : [...desk.closedOffers, offerId].slice(-CLOSED_OFFERS_MAX);
  return { ...desk, closedOffers: closed, offers: desk.offers.filter((offer) => offer.offerId !== offerId) };
}

/** Who comes back into a conversation missed what was written meanwhile: its messages are read again. */
export function withConversation(desk: DeskState, conversation: Conversation): DeskState {
  const known = desk.conversations.get(conversation.conversationId);
  if (known && known.revision > conversation.revision) return desk;
  const { conversationId } = conversation;
  const thread = desk.threads.get(conversationId);
  const me = desk.me?.agentId;
  const cameBack = known && thread && !takesPart(known, me) && takesPart(conversation, me);
  return {
    ...desk,
    conversations: withEntry(desk.conversations, conversationId, conversation),
    threads: cameBack ? withEntry(desk.threads, conversationId, { ...thread, state: 'stale' }) : desk.threads,
  };
}

function withLiveMessage(desk: DeskState, data: LiveEventData<'message.added'>, kind: 'added' | 'updated'): DeskState {
  const { conversationId, ...message } = data;
  const thread = desk.threads.get(conversationId) ?? EMPTY_THREAD;
  return withThread(desk, conversationId, withMessage(thread, message, kind));
}

export const withThread = (desk: DeskState, conversationId: string, thread: Thread): DeskState => ({
  ...desk,
  threads: withEntry(desk.threads, conversationId, thread),
});

/** The server took our message. */
export const withSent = (desk: DeskState, conversationId: string, message: ThreadMessage): DeskState =>
  withThread(desk, conversationId, withMessage(desk.threads.get(conversationId) ?? EMPTY_THREAD, message, 'added'));

/** The agent had everything in sight up to this message. */
export const withRead = (desk: DeskState, conversationId: string, messageId: string): DeskState =>
  desk.lastRead.get(conversationId) === messageId ? desk : { ...desk, lastRead: withEntry(desk.lastRead, conversationId, messageId) };

function withWrapUp(desk: DeskState, { revision, ...wrapUp }: LiveEventData<'wrap-up.due'>): DeskState {
  const { conversationId } = wrapUp;
  if ((desk.wrapUpRevisions.get(conversationId) ?? -1) > revision) return desk;
  return {
    ...desk,
    wrapUps: withEntry(desk.wrapUps, conversationId, wrapUp),
    wrapUpRevisions: withEntry(desk.wrapUpRevisions, conversationId, revision),
  };
}

/** The same wrap-up with more time; one that is not owed any more stays away. */
export const withExtended = (desk: DeskState, wrapUp: WrapUp): DeskState =>
  desk.wrapUps.get(wrapUp.conversationId)?.since === wrapUp.since
    ? { ...desk, wrapUps: withEntry(desk.wrapUps, wrapUp.conversationId, wrapUp) }
    : desk;

/** The wrap-up is done; with it goes the conversation, unless the agent is in it again. */
export function withoutWrapUp(desk: DeskState, conversationId: string, revision?: number): DeskState {
  if (revision !== undefined && (desk.wrapUpRevisions.get(conversationId) ?? -1) > revision) return desk;
  const done = desk.wrapUps.get(conversationId);
  const conversation = desk.conversations.get(conversationId);
  const stays = conversation && takesPart(conversation, desk.me?.agentId);
  return {
    ...desk,
    wrapUps: withEntry(desk.wrapUps, conversationId, undefined),
    doneWrapUps: done ? withEntry(desk.doneWrapUps, conversationId, done.since) : desk.doneWrapUps,
    wrapUpRevisions: revision === undefined ? desk.wrapUpRevisions : withEntry(desk.wrapUpRevisions, conversationId, revision),
    conversations: stays ? desk.conversations : withEntry(desk.conversations, conversationId, undefined),
    threads: stays ? desk.threads : withEntry(desk.threads, conversationId, undefined),
    lastRead: stays ? desk.lastRead : withEntry(desk.lastRead, conversationId, undefined),
  };
}

/** `me` as it was told or answered; something newer may have been told meanwhile. */
export const withMe = (desk: DeskState, me: Me): DeskState => (desk.me && desk.me.revision > me.revision ? desk : { ...desk, me });
