import { type ConversationEvent, primaryLeg, Refused } from '@parley/contracts';
import { begun, type Conversation, ended, isInvolved, primaryLegOf, type Rules } from '../conversation';

export class EndConversation {
  readonly type = 'EndConversation';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly asSupervisor: boolean,
    readonly atMs: number,
  ) {}
}

/** The primary agent of a conference ends the chat for all. */
export class EndConference {
  readonly type = 'EndConference';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/**
 * Messaging is over and each active agent owes a wrap-up. Ending again is quiet.
 *
 * A supervisor may end any live conversation, so that none can be stuck.
 * @throws Refused `not-a-participant` · `forbidden` for a joined colleague
 */
export function endConversation(command: EndConversation, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { agentId, asSupervisor, atMs } = command;
  const conversation = begun(state);
  const { view } = conversation;
  if (view.status === 'ended' && (isInvolved(view, agentId) || asSupervisor)) return [];
  const isPrimary = primaryLeg(view)?.agentId === agentId;
  if (asSupervisor && !isPrimary)
    return ended(conversation, rules, { endedBy: { kind: 'supervisor', id: agentId }, reason: 'supervisor-ended', atMs });
  primaryLegOf(conversation, agentId);
  return ended(conversation, rules, { endedBy: { kind: 'agent', id: agentId }, reason: 'agent-ended', atMs });
}

/** @throws Refused `not-a-participant` · `forbidden` for a joined colleague · `not-in-conference` */
export function endConference({ agentId, atMs }: EndConference, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const conversation = begun(state);
  const { view } = conversation;
  if (view.status === 'ended' && isInvolved(view, agentId)) return [];
  primaryLegOf(conversation, agentId);
  if (view.status !== 'conference') throw new Refused('not-in-conference');
  return ended(conversation, rules, { endedBy: { kind: 'agent', id: agentId }, reason: 'conference-ended', atMs });
}
