import { type ConversationCommand, Refused } from '@parley/contracts';
import { releasePlace, type Reservation, reservePlace } from '../partition/agent-facts';
import type { Place, RoutingState } from '../partition/routing-state';
import type { Turn } from '../partition/turn';

/** Somebody will be asked directly: a transfer or a conference request that names an agent. */
export class HoldPlace {
  readonly type = 'HoldPlace';
  constructor(readonly reservation: Omit<Reservation, 'entryId'>) {}
}

/** The direct offer was not made after all. */
export class LetPlaceGo {
  readonly type = 'LetPlaceGo';
  constructor(readonly offerId: string) {}
}

/** Time has passed: reservations without outcome are overdue. */
export class ExpireReservations {
  readonly type = 'ExpireReservations';
}

/** The agent has a place for the offer. Asking again for the same offer is quiet. @throws Refused `agent-not-available` */
export function holdPlace({ reservation }: HoldPlace, turn: Turn): void {
  const { offerId, agentId, conversationId } = reservation;
  if (turn.state.places.get(offerId)?.agentId === agentId) return;
  if (!turn.state.isReady(agentId)) throw new Refused('agent-not-available');
  if (turn.state.isInside(agentId, conversationId)) throw new Refused('agent-not-available', `${agentId} is in the conversation already`);
  reservePlace(turn, reservation);
}

/** The reservation is released; quiet when there is none, or when the offer was accepted. */
export function letPlaceGo({ offerId }: LetPlaceGo, turn: Turn): void {
  if (turn.state.reserved.has(offerId)) releasePlace(turn, offerId, 'withdrawn');
}

/**
 * Conversations are asked for their word about every reservation without outcome.
 *
 * The place is held until the word comes, however long that takes: the offer may be accepted already, and routing behind in reading that.
 * A conversation that has not made the offer never will after that, and says so.
 */
export function expireReservations(turn: Turn): void {
  for (const place of overdueAt(turn.state, turn.atMs)) {
    const { agentId, offerId, conversationId } = place;
    turn.record({ type: 'ReservationOverdue', agentId, offerId, conversationId });
    turn.ask(askBack(place));
  }
}

/** Whether {@link expireReservations} has anything to do. */
export const isReservationDue = (state: RoutingState, nowMs: number): boolean => overdueAt(state, nowMs).length > 0;

/** What the conversation is asked about a reservation without outcome. */
export const askBack = ({ conversationId, offerId }: Pick<Place, 'conversationId' | 'offerId'>): ConversationCommand => ({ type: 'WithdrawOffer', conversationId, offerId, cause: 'superseded' });

const overdueAt = ({ reserved }: RoutingState, nowMs: number): readonly Place[] => [...reserved.values()].filter(({ untilMs, overdue }) => untilMs <= nowMs && !overdue);
