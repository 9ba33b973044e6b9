import { activeLegs, type ConversationEvent, type Leg, toIso } from '@parley/contracts';
import { type Begun, begun, type Conversation, offerWithdrawn, queued, type Rules, wrapUpStarted } from '../conversation';

/** Routing has lost the agent for good. */
export class ReleaseAgent {
  readonly type = 'ReleaseAgent';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
    /** The leg that is meant: a late repeat does not end a later one. */
    readonly legId?: string,
  ) {}
}

/**
 * The agent is out and owes a wrap-up. What they owned alone waits in its queue again, at the place of its first arrival; a conference
 * goes on with the other agent, who owns it now.
 *
 * Quiet when the agent is not in it, or in it anew.
 */
export function releaseAgent(command: ReleaseAgent, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { agentId, legId, atMs } = command;
  const conversation = begun(state);
  const active = activeLegs(conversation.view);
  const leg = active.find((candidate) => candidate.agentId === agentId);
  if (!leg || (legId !== undefined && leg.legId !== legId)) return [];
  const over = wrapUpStarted(leg, rules, atMs);
  if (leg.role === 'conferenced') return [exited(leg, atMs), over];
  const other = active.find((candidate) => candidate.legId !== leg.legId);
  if (other) return [ownedBy(other, leg, atMs), over];
  const { id: queueId } = conversation.view.queue;
  return [...requestDropped(conversation, atMs), over, queued(conversation, rules, { queueId, purpose: 'queue', reason: 'disconnected', atMs })];
}

const exited = ({ legId, agentId, agentName }: Leg, atMs: number): ConversationEvent => ({
  type: 'ConferenceExited',
  legId,
  agentId,
  agentName,
  cause: 'disconnected',
  exitedAt: toIso(atMs),
});

const ownedBy = ({ agentId: toAgentId }: Leg, from: Leg, atMs: number): ConversationEvent => ({
  type: 'OwnershipTransferred',
  fromAgentId: from.agentId,
  fromAgentName: from.agentName,
  toAgentId,
  cause: 'disconnected',
  transferredAt: toIso(atMs),
});

/** Whom the lost agent had asked to join them is not asked any more. */
function requestDropped({ view: { conference } }: Begun, atMs: number): readonly ConversationEvent[] {
  if (!conference) return [];
  const { requestId, offer } = conference;
  const dropped: ConversationEvent = { type: 'ConferenceRequestDropped', requestId, cause: 'cancelled', droppedAt: toIso(atMs) };
  return [...(offer ? [offerWithdrawn(offer, 'cancelled', atMs)] : []), dropped];
}
