import { Refused, type SetState } from '@parley/contracts';
import { changeState, signOut } from '../partition/agent-facts';
import type { Turn } from '../partition/turn';

export class SetAgentState {
  readonly type = 'SetAgentState';
  constructor(
    readonly agentId: string,
    readonly wanted: SetState,
  ) {}
}

/**
 * The agent is in the state that they chose; whoever was offline is signed in by it. Choosing the same again is quiet.
 *
 * It is the only way out of RONA, and RONA itself cannot be chosen. Idle takes effect at once, also with work in hand: nothing new is
 * offered.
 *
 * @throws Refused `unknown-reason` · `work-open` for offline with an offer or a conversation in hand
 */
export function setAgentState({ agentId, wanted }: SetAgentState, turn: Turn): void {
  const { state } = turn;
  const now = state.stateOf(agentId);
  const reason = wanted.state === 'idle' ? wanted.reason : undefined;
  if (reason !== undefined && !state.roster.idleReasons.has(reason)) throw new Refused('unknown-reason', `there is no idle reason ${reason}`);
  if ((now?.name ?? 'offline') === wanted.state && now?.reason === reason) return;
  if (wanted.state !== 'offline') {
    changeState(turn, agentId, { name: wanted.state, ...(reason !== undefined && { reason }) }, { kind: 'agent', id: agentId });
    return;
  }
  if (state.capacityOf(agentId).used > 0) throw new Refused('work-open', 'finish your offers, conversations and wrap-ups first');
  signOut(turn, agentId);
}
