import type { OfferConversation } from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';
import { offerTimeoutSeconds, reservePlace } from '../partition/agent-facts';
import type { Agent, Place, RoutingState } from '../partition/routing-state';
import type { Turn } from '../partition/turn';
import { byTurn, type Work } from '../partition/waiting-work';
import { chooseAgent } from './choose-agent';

/**
 * Every request for which somebody is ready has a place reserved and its offer asked for, up to `offersMax` of them.
 *
 * Requests go by priority, then by their first arrival, over all queues; each to the agent that its queue chooses.
 *
 * @returns whether there may be more to assign
 */
export function assignWork(turn: Turn, offersMax: number): boolean {
  const { state } = turn;
  const lines = [...state.queuesWithAgents()].filter((id) => state.waiting.inQueue(id).length > 0).map((queueId) => ({ queueId, at: 0 }));
  for (let offers = 0; offers < offersMax; ) {
    const line = lines.reduce<Line | undefined>((first, other) => earlier(state, first, other), undefined);
    if (!line) return false;
    const work = headOf(state, line)!;
    const agent = chooseAgent(state, work);
    if (agent) {
      offer(turn, work, agent);
      offers += 1;
    } else line.at += 1;
  }
  return true;
}

/** A queue, and how many of its first requests nobody who is ready may take. */
interface Line {
  readonly queueId: string;
  at: number;
}

const headOf = (state: RoutingState, { queueId, at }: Line): Work | undefined =>
  state.readyFor(queueId).size > 0 ? state.waiting.inQueue(queueId)[at] : undefined;

function earlier(state: RoutingState, first: Line | undefined, other: Line): Line | undefined {
  const work = headOf(state, other);
  if (!work) return first;
  return first && byTurn(headOf(state, first)!, work) < 0 ? first : other;
}

function offer(turn: Turn, work: Work, { agentId }: Agent): void {
  const { conversationId, entryId, queueId, purpose: kind } = work;
  const offerId = derivedId('offer', entryId, agentId, turn.state.revision + 1);
  reservePlace(turn, { offerId, conversationId, agentId, queueId, kind, entryId });
  turn.ask(offerFor(turn.state, { offerId, conversationId, agentId, queueId, kind, entryId }));
}

/** What the conversation is asked for a place that is reserved from a queue. */
export function offerFor(state: RoutingState, place: Pick<Place, 'offerId' | 'conversationId' | 'agentId' | 'queueId' | 'kind'> & { entryId: string }): OfferConversation {
  const { conversationId, entryId, offerId, kind, agentId, queueId } = place;
  return {
    type: 'OfferConversation',
    conversationId,
    entryId,
    offerId,
    kind,
    agentId,
    agentName: state.roster.agents.get(agentId)?.name ?? agentId,
    queueId,
    queueName: state.roster.queues.get(queueId)?.name ?? queueId,
    offerTimeoutSeconds: offerTimeoutSeconds(state, queueId),
  };
}
