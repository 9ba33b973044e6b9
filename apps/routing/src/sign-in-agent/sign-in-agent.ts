import { changeState } from '../partition/agent-facts';
import type { Turn } from '../partition/turn';

export class SignInAgent {
  readonly type = 'SignInAgent';
  constructor(readonly agentId: string) {}
}

/** The agent is signed in, and idle if they were offline. Quiet when they are signed in already, in whatever state. */
export function signInAgent({ agentId }: SignInAgent, turn: Turn): void {
  const now = turn.state.stateOf(agentId)?.name ?? 'offline';
  if (now === 'offline') changeState(turn, agentId, { name: 'idle' }, { kind: 'agent', id: agentId });
}
