import { type AgentEventOf, type AgentState, type ChangedBy, type OfferKind, type PendingState, toIso } from '@parley/contracts';
import type { RoutingState } from './routing-state';
import type { Turn } from './turn';

/** How long after its offer's deadline the conversation is asked for the outcome. */
export const OUTCOME_GRACE_MS = 30_000;
const OFFER_TIMEOUT_SECONDS = 30;

export const offerTimeoutSeconds = ({ roster }: RoutingState, queueId: string): number =>
  roster.queues.get(queueId)?.offerTimeoutSeconds ?? OFFER_TIMEOUT_SECONDS;

export const SYSTEM: ChangedBy = { kind: 'system' };

const offline = (turn: Turn): AgentState => ({ name: 'offline', since: toIso(turn.atMs) });

/** The agent is in another state from now on; it is the caller who knows that it differs. */
export function changeState(turn: Turn, agentId: string, to: Omit<AgentState, 'since'>, by: ChangedBy): void {
  const at = toIso(turn.atMs);
  const { name: previous } = turn.state.stateOf(agentId) ?? offline(turn);
  const capacity = turn.state.capacityOf(agentId);
  const state = { ...to, since: at };
  if (previous === 'offline') turn.record({ type: 'AgentSignedIn', agentId, state, capacity, at });
  turn.record({ type: 'AgentStateChanged', agentId, state, capacity, previous, by, at });
}

/** The agent finishes what they have, is offered nothing new, and becomes `pending` when their last place is free. */
export function intend(turn: Turn, agentId: string, pending: PendingState | undefined, by: ChangedBy): void {
  const { pending: _before, ...now } = turn.state.stateOf(agentId)!;
  const state = { ...now, ...(pending && { pending }) };
  turn.record({ type: 'AgentStateChanged', agentId, state, capacity: turn.state.capacityOf(agentId), previous: now.name, by, at: toIso(turn.atMs) });
}

export function signOut(turn: Turn, agentId: string, by: ChangedBy): void {
  const state = offline(turn);
  turn.record({ type: 'AgentSignedOut', agentId, state, capacity: turn.state.capacityOf(agentId), ...(by.kind !== 'agent' && { by }), at: state.since });
}

export interface Reservation {
  readonly offerId: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly kind: OfferKind;
  readonly entryId?: string;
}

/** A place is held for the offer, until the conversation says what became of it; it is asked some time after the offer's own deadline. */
export function reservePlace(turn: Turn, reservation: Reservation): void {
  const untilMs = turn.atMs + offerTimeoutSeconds(turn.state, reservation.queueId) * 1000 + OUTCOME_GRACE_MS;
  turn.record({ type: 'CapacityReserved', ...after(turn, reservation.agentId, 1), ...reservation, at: toIso(turn.atMs), until: toIso(untilMs) });
}

/** The place is free again, and an agent who waited for that to be idle is idle. Quiet when it is free already. */
export function releasePlace(turn: Turn, offerId: string, cause: AgentEventOf<'CapacityReleased'>['cause']): void {
  const place = turn.state.places.get(offerId);
  if (!place) return;
  const { agentId, conversationId } = place;
  turn.record({ type: 'CapacityReleased', ...after(turn, agentId, -1), offerId, conversationId, at: toIso(turn.atMs), cause });
  const pending = turn.state.stateOf(agentId)?.pending;
  // A missed offer leads to RONA, not to what the agent had chosen.
  if (!pending || cause === 'missed' || turn.state.capacityOf(agentId).used > 0) return;
  const { by = { kind: 'agent', id: agentId }, ...state } = pending;
  changeState(turn, agentId, state, by);
}

/** The place is taken up to the wrap-up, reserved or not: the agent is in the conversation already. Quiet the second time. */
export function commitPlace(turn: Turn, { offerId, conversationId, agentId }: Pick<Reservation, 'offerId' | 'conversationId' | 'agentId'>): void {
  const place = turn.state.places.get(offerId);
  if (place && place.status !== 'reserved') return;
  turn.record({ type: 'CapacityCommitted', ...after(turn, agentId, place ? 0 : 1), offerId, conversationId, at: toIso(turn.atMs) });
}

/** What is true of the agent once `more` places are taken. */
function after({ state, atMs }: Turn, agentId: string, more: number): Pick<AgentEventOf<'CapacityReleased'>, 'agentId' | 'state' | 'capacity'> {
  const { max, used } = state.capacityOf(agentId);
  const now = state.stateOf(agentId) ?? { name: 'offline', since: toIso(atMs) };
  return { agentId, state: now, capacity: { max, used: used + more } };
}
