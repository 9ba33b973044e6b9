import { type ChangedBy, Refused, type SetState } from '@parley/contracts';
import { changeState, intend, signOut } from '../partition/agent-facts';
import type { Turn } from '../partition/turn';

export class SetAgentState {
  readonly type = 'SetAgentState';
  constructor(
    readonly agentId: string,
    readonly wanted: SetState,
    /** Who does it, where it is not the agent. */
    readonly supervisorId?: string,
  ) {}
}

/**
 * The agent is in the state that they chose; whoever was offline is signed in by it. Choosing the same again is quiet.
 *
 * It is the only way out of RONA, and RONA itself cannot be chosen. An available agent with an offer, a conversation or a wrap-up in hand
 * becomes idle when the last of them is done, and is offered nothing new until then; choosing available again takes that back.
 *
 * A supervisor may do the same for an agent who is signed in; who is not there cannot be brought to work.
 *
 * @throws Refused `unknown-reason` · `work-open` for offline with an offer or a conversation in hand · `agent-not-available`
 */
export function setAgentState({ agentId, wanted, supervisorId }: SetAgentState, turn: Turn): void {
  const { state } = turn;
  const now = state.stateOf(agentId);
  const by: ChangedBy = supervisorId === undefined ? { kind: 'agent', id: agentId } : { kind: 'supervisor', id: supervisorId };
  if (supervisorId !== undefined && wanted.state !== 'offline' && (now?.name ?? 'offline') === 'offline') throw new Refused('agent-not-available', `${agentId} is not signed in`);
  const reason = wanted.state === 'idle' ? wanted.reason : undefined;
  if (reason !== undefined && !state.roster.idleReasons.has(reason)) throw new Refused('unknown-reason', `there is no idle reason ${reason}`);
  const isBusy = state.capacityOf(agentId).used > 0;
  if (wanted.state === 'offline' && isBusy && now?.name !== 'offline') throw new Refused('work-open', 'finish your offers, conversations and wrap-ups first');
  if (now?.name === 'available' && wanted.state !== 'offline' && (isBusy || now.pending)) return finishFirst(turn, agentId, wanted, by);
  if ((now?.name ?? 'offline') === wanted.state && now?.reason === reason) return;
  if (wanted.state === 'offline') signOut(turn, agentId, by);
  else changeState(turn, agentId, { name: wanted.state, ...(reason !== undefined && { reason }) }, by);
}

/** An available agent with work in hand intends to be idle, or not any more. Quiet when that is the intention already. */
function finishFirst(turn: Turn, agentId: string, wanted: Exclude<SetState, { state: 'offline' }>, by: ChangedBy): void {
  const pending = turn.state.stateOf(agentId)?.pending;
  const intended = wanted.state === 'idle' ? { name: 'idle' as const, ...(wanted.reason !== undefined && { reason: wanted.reason }) } : undefined;
  if (pending?.name === intended?.name && pending?.reason === intended?.reason) return;
  intend(turn, agentId, intended && { ...intended, ...(by.kind === 'supervisor' && { by }) }, by);
}
