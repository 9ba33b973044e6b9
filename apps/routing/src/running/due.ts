import { ExpireReservations, isReservationDue } from '../hold-place/hold-place';
import { ExpireConnections, isConnectionDue } from '../note-connection/note-connection';
import type { RoutingInput } from '../partition/routing-decider';
import type { RoutingState } from '../partition/routing-state';

/**
 * What the partition is to decide because its time has come: reservations without outcome, and the end of connections.
 *
 * @param startedAtMs when this process began to listen; nobody is missing who could not be heard
 */
export function dueInputs(state: RoutingState, startedAtMs: number, nowMs: number): readonly RoutingInput[] {
  const connections = new ExpireConnections(startedAtMs);
  return [
    ...(isReservationDue(state, nowMs) ? [new ExpireReservations()] : []),
    ...(isConnectionDue(state, connections, nowMs) ? [connections] : []),
  ];
}
