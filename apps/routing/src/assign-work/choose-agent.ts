import type { RoutingMethod } from '@parley/contracts';
import type { Agent, RoutingState } from '../partition/routing-state';
import type { Work } from '../partition/waiting-work';

/**
 * Who is given the work: the agent it prefers, if they are ready; otherwise, of those who are ready, whom the queue's method names.
 * Never somebody who is in the conversation already, has just handed it over, or has rejected it.
 */
export function chooseAgent(state: RoutingState, work: Work): Agent | undefined {
  const { queueId, preferredAgentId } = work;
  const ready = state.readyFor(queueId);
  const preferred = preferredAgentId === undefined ? undefined : ready.get(preferredAgentId);
  if (preferred && state.mayBeGiven(preferred.agentId, work)) return preferred;
  const distance = DISTANCES[state.roster.queues.get(queueId)?.routing ?? 'longest-available'];
  let best: Agent | undefined;
  let least = 0;
  for (const agent of ready.values()) {
    const far = distance(state, queueId, agent.agentId);
    const isBetter = !best || far < least || (far === least && isLongerFree(state, agent, best));
    if (isBetter && state.mayBeGiven(agent.agentId, work)) [best, least] = [agent, far];
  }
  return best;
}

/** The least goes first; between equals, who has been available the longest without a change of work. */
const DISTANCES: Readonly<Record<RoutingMethod, (state: RoutingState, queueId: string, agentId: string) => number>> = {
  'longest-available': () => 0,
  'most-skilled': (state, queueId, agentId) => -skillFor(state, queueId, agentId),
  'round-robin': (state, queueId, agentId) => state.lastTurn(queueId, agentId),
};

/** The sum of the agent's levels in the skills that the queue asks for. */
function skillFor({ roster }: RoutingState, queueId: string, agentId: string): number {
  const levels = roster.agents.get(agentId)?.skills ?? {};
  return Object.keys(roster.queues.get(queueId)?.skills ?? {}).reduce((sum, skill) => sum + (levels[skill] ?? 0), 0);
}

function isLongerFree(state: RoutingState, a: Agent, b: Agent): boolean {
  if (a.freeSinceMs !== b.freeSinceMs) return a.freeSinceMs < b.freeSinceMs;
  const fewer = state.capacityOf(a.agentId).used - state.capacityOf(b.agentId).used;
  return fewer === 0 ? a.agentId < b.agentId : fewer < 0;
}
