import { Refused } from '@parley/contracts';
import { releasePlace, type Reservation, reservePlace } from '../partition/agent-facts';
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

/** Time has passed: reservations without outcome are over. */
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
 * Every reservation whose time is over is released; what it was made for waits again at its old place.
 *
 * The offer is taken back too, in case the conversation makes it after all: commands to one conversation keep their order.
 */
export function expireReservations(turn: Turn): void {
  const due = [...turn.state.reserved.values()].filter(({ untilMs }) => untilMs <= turn.atMs);
  for (const { offerId, conversationId } of due) {
    releasePlace(turn, offerId, 'expired');
    turn.ask({ type: 'WithdrawOffer', conversationId, offerId, cause: 'superseded' });
  }
}
