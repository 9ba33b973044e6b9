import type { Connection } from './connections';
import type { Refusal } from './refusals';
import { type Agent, type Place, RoutingState } from './routing-state';
import type { Roster } from './roster';
import type { Work } from './waiting-work';

/** Rises whenever what a snapshot holds or means changes; one of another version is not read. */
export const SNAPSHOT_VERSION = 7;

/** All of a routing state that its events made; JSON. */
export interface RoutingSnapshot {
  readonly revision: number;
  readonly agents: readonly Agent[];
  readonly places: readonly Place[];
  readonly waiting: readonly Work[];
  readonly consumed: readonly (readonly [partition: number, position: number])[];
  readonly turns: readonly (readonly [queueId: string, agentId: string, revision: number])[];
  readonly refusals: readonly Refusal[];
  readonly connections: readonly Connection[];
  readonly gateways: readonly (readonly [gatewayId: string, heardAtMs: number])[];
}

export function takeSnapshot({ revision, agents, places, waiting, consumed, turns, refusals, connections }: RoutingState): RoutingSnapshot {
  return {
    revision,
    agents: [...agents.values()],
    places: [...places.values()],
    waiting: [...waiting.all()],
    consumed: [...consumed],
    turns: [...turns].flatMap(([queueId, revisions]) => [...revisions].map(([agentId, at]) => [queueId, agentId, at] as const)),
    refusals: refusals.all(),
    connections: [...connections.byAgent.values()],
    gateways: [...connections.heardAtMs],
  };
}

/** The state as it was, under today's roster. */
export function restore({ revision, agents, places, waiting, consumed, turns, refusals, connections, gateways }: RoutingSnapshot, roster: Roster): RoutingState {
  const state = new RoutingState(roster);
  state.revision = revision;
  for (const agent of agents) state.putAgent(agent);
  for (const place of places) state.putPlace(place);
  for (const work of waiting) state.putWork(work);
  for (const [queueId, agentId, at] of turns) state.putTurn(queueId, agentId, at);
  for (const refusal of refusals) state.refusals.add(refusal);
  for (const connection of connections) state.connections.byAgent.set(connection.agentId, connection);
  for (const [gatewayId, heardAtMs] of gateways) state.connections.heardAtMs.set(gatewayId, heardAtMs);
  for (const [partition, position] of consumed) state.consumed.set(partition, position);
  return state;
}
