import { activeLegs, type ConversationEvent } from '@parley/contracts';
import { begun, type Conversation, queued, type Rules, wrapUpStarted } from '../conversation';
import { exited, ownershipTransferred, requestDropped } from '../hand-over';

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
  if (leg.role === 'conferenced') return [exited(leg, 'disconnected', atMs), over];
  const other = active.find((candidate) => candidate.legId !== leg.legId);
  if (other) return [ownershipTransferred(leg, other, 'disconnected', atMs), over];
  const { id: queueId } = conversation.view.queue;
  return [...requestDropped(conversation, 'cancelled', atMs), over, queued(conversation, rules, { queueId, purpose: 'queue', reason: 'disconnected', atMs })];
}
