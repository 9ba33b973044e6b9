import { type ConversationEvent, type ConversationEventOf, type ConversationEventType, toIso, toMs } from '@parley/contracts';
import { changeState, commitPlace, OUTCOME_GRACE_MS, releasePlace, reservePlace, SYSTEM } from '../partition/agent-facts';
import { noteActivity } from '../note-connection/note-connection';
import type { WorkRemoved } from '../partition/routing-events';
import type { Turn } from '../partition/turn';
import { type Wait, waitOf } from '../partition/waiting-work';

/** An event of a conversation, as it came. */
export interface Happened {
  readonly conversationId: string;
  /** In the log of the conversations; rises within a partition of their topic. */
  readonly position: number;
  readonly event: ConversationEvent;
}

/** Something happened in conversations: records of one partition of their topic, in order. */
export class FollowConversations {
  readonly type = 'FollowConversations';
  constructor(
    readonly partition: number,
    readonly happened: readonly Happened[],
  ) {}
}

const FOLLOWED: ReadonlySet<ConversationEventType> = new Set<ConversationEventType>([
  'Queued',
  'Offered',
  'Accepted',
  'OfferMissed',
  'OfferRejected',
  'OfferWithdrawn',
  'OfferNotMade',
  'TransferRequested',
  'TransferDropped',
  'ConferenceRequestDropped',
  'Ended',
  'WrapUpStarted',
  'WrapUpCancelled',
  'WrapUpApplied',
  'ConversationClosed',
]);

/** Whether routing has to do with it; of everything else not even the position is kept. */
export const isFollowed = ({ type }: ConversationEvent): boolean => FOLLOWED.has(type);

/** Each event has had its effect, once: what was consumed before is skipped. */
export function followConversations({ partition, happened }: FollowConversations, turn: Turn): void {
  const consumed = turn.state.consumed.get(partition) ?? 0;
  let position = consumed;
  for (const one of happened) {
    if (one.position <= position || !isFollowed(one.event)) continue;
    follow(one, turn);
    position = one.position;
  }
  if (position > consumed) turn.record({ type: 'InputConsumed', partition, position });
}

function follow({ conversationId, event }: Happened, turn: Turn): void {
  switch (event.type) {
    case 'Queued':
      return queued(turn, conversationId, event);
    case 'Offered':
      return offered(turn, conversationId, event);
    case 'Accepted':
      commitPlace(turn, { conversationId, offerId: event.offerId, agentId: event.agentId });
      noteActivity(turn, event.agentId);
      forgetRefusals(turn, conversationId, waitOf(event.kind));
      return endWait(turn, conversationId, { wait: waitOf(event.kind), cause: 'accepted' });
    case 'OfferMissed':
      releasePlace(turn, event.offerId, 'missed');
      return sendToRona(turn, event.agentId);
    case 'OfferRejected':
      refuse(turn, conversationId, event);
      return releasePlace(turn, event.offerId, 'rejected');
    case 'OfferWithdrawn':
      return releasePlace(turn, event.offerId, 'withdrawn');
    case 'OfferNotMade':
      return releasePlace(turn, event.offerId, 'expired');
    case 'TransferRequested':
      forgetRefusals(turn, conversationId, 'owner');
      return endWait(turn, conversationId, { wait: 'owner', cause: 'superseded' });
    case 'TransferDropped':
      // Restored, its agent goes on; otherwise it is the same customer who waits on.
      if (event.outcome === 'restored') forgetRefusals(turn, conversationId, 'owner');
      return endWait(turn, conversationId, { wait: 'owner', cause: 'dropped' });
    case 'ConferenceRequestDropped':
      forgetRefusals(turn, conversationId, 'conference');
      return endWait(turn, conversationId, { wait: 'conference', cause: 'dropped' });
    case 'Ended':
      for (const wait of ['owner', 'conference'] as const) forgetRefusals(turn, conversationId, wait);
      return end(turn, conversationId, 'reserved');
    case 'WrapUpStarted':
      return leaveOrReturn(turn, 'LegEnded', event.legId);
    case 'WrapUpCancelled':
      return leaveOrReturn(turn, 'LegRestored', event.legId);
    case 'WrapUpApplied':
      return releasePlace(turn, event.legId, 'wrapped-up');
    case 'ConversationClosed':
      return end(turn, conversationId, 'committed');
  }
}

/** A new entry ends the wait under an older one; a reservation for that can no longer become an offer. */
function queued(turn: Turn, conversationId: string, event: ConversationEventOf<'Queued'>): void {
  const { entryId, queueId, purpose, priority, arrivedAt, requestedById, takenFrom, preferredAgentId } = event;
  const handedOverBy = purpose === 'transfer' ? (takenFrom ?? requestedById) : undefined;
  const people = { ...(handedOverBy !== undefined && { handedOverBy }), ...(preferredAgentId !== undefined && { preferredAgentId }) };
  endWait(turn, conversationId, { wait: waitOf(purpose), cause: 'superseded' });
  turn.record({ type: 'WorkQueued', conversationId, entryId, queueId, purpose, priority, arrivedAt, ...people });
}

/**
 * The offer is known to be made. One whose reservation is gone (the conversation let it go, not knowing that it had asked the agent after
 * all) gets a place again if its agent has one; otherwise it is taken back.
 */
function offered(turn: Turn, conversationId: string, event: ConversationEventOf<'Offered'>): void {
  const { offerId, agentId, entryId, queueId, kind } = event;
  if (!turn.state.places.has(offerId)) {
    const others = turn.state.waitIn(conversationId, waitOf(kind)).places;
    for (const other of others) if (other.entryId === entryId) releasePlace(turn, other.offerId, 'withdrawn');
    if (!turn.state.isReady(agentId) || turn.state.isInside(agentId, conversationId))
      return turn.ask({ type: 'WithdrawOffer', conversationId, offerId, cause: 'superseded' });
    reservePlace(turn, { offerId, conversationId, agentId, queueId, kind, ...(entryId !== undefined && { entryId }) });
  }
  const until = toIso(toMs(event.expiresAt) + OUTCOME_GRACE_MS);
  turn.record({ type: 'OfferMade', agentId, offerId, conversationId, until });
}

/** The agent's leg is over or goes on; their place stays taken. Quiet when they have none there. */
function leaveOrReturn(turn: Turn, type: 'LegEnded' | 'LegRestored', offerId: string): void {
  const place = turn.state.places.get(offerId);
  if (place?.status !== (type === 'LegEnded' ? 'committed' : 'wrapping')) return;
  const { agentId, conversationId } = place;
  turn.record({ type, agentId, offerId, conversationId });
}

/** The agent gets nothing new until they say so themselves, and what is still offered to them goes to others. */
function sendToRona(turn: Turn, agentId: string): void {
  const now = turn.state.stateOf(agentId)?.name ?? 'offline';
  if (now === 'rona' || now === 'offline') return;
  changeState(turn, agentId, { name: 'rona' }, SYSTEM);
  for (const { status, conversationId, offerId } of turn.state.placesOfAgent(agentId))
    if (status === 'reserved') turn.ask({ type: 'WithdrawOffer', conversationId, offerId, cause: 'agent-unavailable' });
}

/** Whoever rejects a request is not asked for it again, whatever queue it waits in by then. */
function refuse(turn: Turn, conversationId: string, { agentId, kind }: ConversationEventOf<'OfferRejected'>): void {
  const refusal = { conversationId, wait: waitOf(kind), agentId };
  if (!turn.state.refusals.has(refusal)) turn.record({ type: 'WorkRefused', ...refusal });
}

function forgetRefusals(turn: Turn, conversationId: string, wait: Wait): void {
  if (turn.state.refusals.of(conversationId).some((refusal) => refusal.wait === wait)) turn.record({ type: 'RefusalsForgotten', conversationId, wait });
}

/** Nobody is looked for any more, for this wait of the conversation. */
function endWait(turn: Turn, conversationId: string, { wait, cause }: { wait: Wait; cause: WorkRemoved['cause'] }): void {
  const { works, places } = turn.state.waitIn(conversationId, wait);
  for (const { entryId } of works) turn.record({ type: 'WorkRemoved', conversationId, entryId, cause });
  for (const { offerId } of places) releasePlace(turn, offerId, 'withdrawn');
}

/** Nothing waits in the conversation and nobody is asked; with `committed` nobody has a place there either. */
function end(turn: Turn, conversationId: string, upTo: 'reserved' | 'committed'): void {
  for (const { entryId } of turn.state.worksIn(conversationId))
    turn.record({ type: 'WorkRemoved', conversationId, entryId, cause: 'ended' });
  for (const { offerId, status } of turn.state.placesIn(conversationId))
    if (status === 'reserved' || upTo === 'committed') releasePlace(turn, offerId, 'ended');
}
