import { toIso } from '@parley/contracts';
import { changeState, SYSTEM } from '../partition/agent-facts';
import type { Place, RoutingState } from '../partition/routing-state';
import type { Turn } from '../partition/turn';

/** The state's reason of an agent who was without a live stream for too long. */
export const CONNECTION_LOST = 'connection-lost';
const GRACE_MS = 60_000;
/** Gateways say who is connected at least three times in this. */
export const GATEWAY_SILENT_MS = 180_000;
const NOTE_GATEWAY_EVERY_MS = GATEWAY_SILENT_MS / 3;
/** So long after its start a process waits for the gateways to tell what happened while there was none. */
const HEARING_MS = 20_000;

/** A gateway says that it has a live stream of the agent, or none any more. */
export class NoteConnection {
  readonly type = 'NoteConnection';
  constructor(
    readonly agentId: string,
    readonly gatewayId: string,
    readonly connected: boolean,
  ) {}
}

/** A gateway says of whom it has live streams; of nobody else. */
export class NoteConnections {
  readonly type = 'NoteConnections';
  constructor(
    readonly gatewayId: string,
    readonly agentIds: readonly string[],
  ) {}
}

/** Time has passed: who is without a live stream for too long is lost. */
export class ExpireConnections {
  readonly type = 'ExpireConnections';
  /** @param listeningSinceMs since when this process could be told of anything; nobody is lost for what it could not hear */
  constructor(readonly listeningSinceMs: number = 0) {}
}

/** Quiet when it is known, and for who is no agent. */
export function noteConnection({ agentId, gatewayId, connected }: NoteConnection, turn: Turn): void {
  if (!turn.state.roster.agents.has(agentId) || turn.state.connections.isOn(agentId, gatewayId) === connected) return;
  if (connected) turn.record({ type: 'AgentConnected', agentId, gatewayId });
  else turn.record({ type: 'AgentDisconnected', agentId, gatewayId, at: toIso(turn.atMs) });
}

/** As many {@link noteConnection} as differ from what was known; and the gateway is known to be there. */
export function noteConnections({ gatewayId, agentIds }: NoteConnections, turn: Turn): void {
  const { connections } = turn.state;
  const gone = connections.on(gatewayId).filter((agentId) => !agentIds.includes(agentId));
  for (const agentId of gone) noteConnection(new NoteConnection(agentId, gatewayId, false), turn);
  for (const agentId of agentIds) noteConnection(new NoteConnection(agentId, gatewayId, true), turn);
  const isNews = turn.atMs - (connections.heardAtMs.get(gatewayId) ?? -Infinity) >= NOTE_GATEWAY_EVERY_MS;
  if (isNews && agentIds.length > 0) turn.record({ type: 'GatewayHeard', gatewayId, at: toIso(turn.atMs) });
}

/** Whoever did something by themselves is there, with a live stream or without. */
export function noteActivity(turn: Turn, agentId: string): void {
  const lostAtMs = turn.state.connections.lostAtMs(agentId);
  if (lostAtMs !== undefined && lostAtMs < turn.atMs) turn.record({ type: 'AgentWasActive', agentId, at: toIso(turn.atMs) });
}

/** Whether {@link expireConnections} has anything to do. */
export const isConnectionDue = (state: RoutingState, command: ExpireConnections, nowMs: number): boolean =>
  silentGateways(state, command, nowMs).length > 0 || lostAgents(state, command, nowMs).length > 0;

/**
 * Who is without a live stream for too long gets nothing new and is idle; what they are offered and what they are in goes on without
 * them. Only RONA stays: nobody but the agent ends it. The streams of a gateway that is silent for too long are closed.
 */
export function expireConnections(command: ExpireConnections, turn: Turn): void {
  const at = toIso(turn.atMs);
  for (const gatewayId of silentGateways(turn.state, command, turn.atMs))
    for (const agentId of turn.state.connections.on(gatewayId)) turn.record({ type: 'AgentDisconnected', agentId, gatewayId, at });
  for (const agentId of lostAgents(turn.state, command, turn.atMs)) lose(turn, agentId);
}

function lose(turn: Turn, agentId: string): void {
  const { state } = turn;
  const open = [...state.placesOfAgent(agentId)].filter(({ status }) => status !== 'wrapping');
  const name = state.stateOf(agentId)?.name;
  turn.record({ type: 'ConnectionLost', agentId });
  if (name === 'available' || (name === 'idle' && open.length > 0)) changeState(turn, agentId, { name: 'idle', reason: CONNECTION_LOST }, SYSTEM);
  for (const place of open) {
    const { offerId, conversationId } = place;
    turn.record({ type: 'PlaceRecalled', agentId, offerId, conversationId });
    turn.ask(recall(place));
  }
}

/** What the conversation is asked about the place of an agent who is lost. */
export const recall = ({ status, conversationId, offerId, agentId }: Place) =>
  status === 'reserved'
    ? ({ type: 'WithdrawOffer', conversationId, offerId, cause: 'agent-disconnected' } as const)
    : ({ type: 'ReleaseAgent', conversationId, agentId, legId: offerId } as const);

function lostAgents({ connections, roster }: RoutingState, { listeningSinceMs }: ExpireConnections, nowMs: number): readonly string[] {
  const graceMs = roster.connectionGraceMs ?? GRACE_MS;
  const isLost = (lostAtMs: number) =>
    nowMs - lostAtMs >= graceMs && (lostAtMs >= listeningSinceMs || nowMs - listeningSinceMs >= Math.max(graceMs, HEARING_MS));
  return [...connections.byAgent.values()].filter(({ lostAtMs }) => lostAtMs !== undefined && isLost(lostAtMs)).map(({ agentId }) => agentId);
}

/** Gateways with live streams that have not been heard of for too long, or ever. */
function silentGateways({ connections }: RoutingState, { listeningSinceMs }: ExpireConnections, nowMs: number): readonly string[] {
  return [...connections.heardAtMs]
    .filter(([, heardAtMs]) => nowMs - Math.max(heardAtMs, listeningSinceMs) >= GATEWAY_SILENT_MS)
    .map(([gatewayId]) => gatewayId)
    .filter((gatewayId) => connections.on(gatewayId).length > 0);
}
