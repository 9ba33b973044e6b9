import { type AgentEvent, type AgentEventOf, toMs } from '@parley/contracts';
import type { RoutingEvent } from './routing-events';
import type { Place, RoutingState } from './routing-state';

/**
 * `state` is as after `event` at `revision`; it is changed in place and returned.
 *
 * Total: a recorded fact is never refused, and a type that this version does not know changes nothing.
 */
export function evolve(state: RoutingState, event: RoutingEvent, revision: number): RoutingState {
  state.revision = revision;
  switch (event.type) {
    case 'WorkQueued': {
      const { type: _type, arrivedAt, ...work } = event;
      state.putWork({ ...work, arrivedAtMs: toMs(arrivedAt), sequence: revision });
      return state;
    }
    case 'WorkRemoved':
      state.takeWork(event.entryId);
      return state;
    case 'WorkRefused':
      state.refusals.add({ conversationId: event.conversationId, wait: event.wait, agentId: event.agentId });
      return state;
    case 'RefusalsForgotten':
      state.refusals.forget(event);
      return state;
    case 'InputConsumed':
      state.consumed.set(event.partition, Math.max(event.position, state.consumed.get(event.partition) ?? 0));
      return state;
    case 'OfferMade': {
      const place = state.places.get(event.offerId);
      if (place) state.putPlace({ ...place, made: true, overdue: false, untilMs: toMs(event.until) });
      return state;
    }
    case 'ReservationOverdue':
      return changePlace(state, event.offerId, { overdue: true });
    case 'LegEnded':
      return changePlace(state, event.offerId, { status: 'wrapping', recalled: false });
    case 'LegRestored':
      return changePlace(state, event.offerId, { status: 'committed' });
    case 'PlaceRecalled':
      return changePlace(state, event.offerId, { recalled: true });
    case 'AgentConnected':
    case 'AgentDisconnected':
    case 'AgentWasActive':
    case 'ConnectionLost':
    case 'GatewayHeard':
      return connect(state, event);
    case 'CapacityReserved':
      reserve(state, event);
      return keepAgent(state, event, toMs(event.at));
    case 'CapacityCommitted':
      commit(state, event);
      return keepAgent(state, event);
    case 'CapacityReleased': {
      const place = state.takePlace(event.offerId);
      if (event.cause === 'expired' && place?.work) state.putWork(place.work);
      return keepAgent(state, event, toMs(event.at));
    }
    case 'AgentSignedIn':
    case 'AgentSignedOut':
    case 'AgentStateChanged':
      return keepAgent(state, event, toMs(event.at));
    default:
      return state;
  }
}

function keepAgent(state: RoutingState, event: AgentEvent, freeSinceMs?: number): RoutingState {
  const { agentId } = event;
  state.putAgent({ agentId, state: event.state, freeSinceMs: freeSinceMs ?? state.agents.get(agentId)?.freeSinceMs ?? 0, revision: state.revision });
  return state;
}

function changePlace(state: RoutingState, offerId: string, change: Pick<Partial<Place>, 'status' | 'recalled' | 'overdue'>): RoutingState {
  const place = state.places.get(offerId);
  if (place) state.putPlace({ ...place, ...change });
  return state;
}

type ConnectionEvent = Extract<RoutingEvent, { type: 'AgentConnected' | 'AgentDisconnected' | 'AgentWasActive' | 'ConnectionLost' | 'GatewayHeard' }>;

function connect(state: RoutingState, event: ConnectionEvent): RoutingState {
  const { connections } = state;
  if (event.type === 'AgentConnected') connections.open(event.agentId, event.gatewayId);
  else if (event.type === 'AgentDisconnected') connections.close(event.agentId, event.gatewayId, toMs(event.at));
  else if (event.type === 'AgentWasActive') connections.countFrom(event.agentId, toMs(event.at));
  else if (event.type === 'ConnectionLost') connections.byAgent.delete(event.agentId);
  else connections.heardAtMs.set(event.gatewayId, toMs(event.at));
  return state;
}

function reserve(state: RoutingState, event: AgentEventOf<'CapacityReserved'>): void {
  const { offerId, conversationId, agentId, queueId, kind, entryId, at, until } = event;
  const work = entryId === undefined ? undefined : state.takeWork(entryId);
  if (entryId !== undefined && state.roster.queues.get(queueId)?.routing === 'round-robin') state.putTurn(queueId, agentId, state.revision);
  state.putPlace({
    offerId,
    conversationId,
    agentId,
    queueId,
    kind,
    status: 'reserved',
    reservedAtMs: toMs(at),
    untilMs: toMs(until),
    made: false,
    ...(entryId !== undefined && { entryId }),
    ...(work && { work }),
  });
}

/** An acceptance whose reservation is gone still takes a place: the agent is in that conversation. */
function commit(state: RoutingState, { offerId, conversationId, agentId, at }: AgentEventOf<'CapacityCommitted'>): void {
  const reserved = state.places.get(offerId);
  const { queueId = '', kind = 'queue', reservedAtMs = toMs(at) } = reserved ?? {};
  state.putPlace({ offerId, conversationId, agentId, queueId, kind, reservedAtMs, status: 'committed', untilMs: 0, made: true });
}
