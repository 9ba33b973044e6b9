import { type Agent, type Place, RoutingState } from './routing-state';
import type { Roster } from './roster';
import type { Work } from './waiting-work';

/** Rises whenever what a snapshot holds or means changes; one of another version is not read. */
export const SNAPSHOT_VERSION = 2;

/** All of a routing state that its events made; JSON. */
export interface RoutingSnapshot {
  readonly revision: number;
  readonly agents: readonly Agent[];
  readonly places: readonly Place[];
  readonly waiting: readonly Work[];
  readonly consumed: readonly (readonly [partition: number, position: number])[];
}

export function takeSnapshot({ revision, agents, places, waiting, consumed }: RoutingState): RoutingSnapshot {
  return { revision, agents: [...agents.values()], places: [...places.values()], waiting: [...waiting.all()], consumed: [...consumed] };
}

/** The state as it was, under today's roster. */
export function restore({ revision, agents, places, waiting, consumed }: RoutingSnapshot, roster: Roster): RoutingState {
  const state = new RoutingState(roster);
  state.revision = revision;
  for (const agent of agents) state.putAgent(agent);
  for (const place of places) state.putPlace(place);
  for (const work of waiting) state.putWork(work);
  for (const [partition, position] of consumed) state.consumed.set(partition, position);
  return state;
}
