import { changeState } from '../partition/agent-facts';
import type { Turn } from '../partition/turn';

export class SignInAgent {
  readonly type = 'SignInAgent';
  constructor(
    readonly agentId: string,
    /** A live stream is all that shows it: one that comes again is no new sign-in. */
    readonly byStream = false,
  ) {}
}

/**
 * The agent is signed in, and idle if they were offline. Quiet when they are signed in already, in whatever state; by a stream also when
 * they have one, or had one a moment ago: who went offline stays it while their page connects again.
 */
export function signInAgent({ agentId, byStream }: SignInAgent, turn: Turn): void {
  if (byStream && turn.state.connections.byAgent.has(agentId)) return;
  const now = turn.state.stateOf(agentId)?.name ?? 'offline';
  if (now === 'offline') changeState(turn, agentId, { name: 'idle' }, { kind: 'agent', id: agentId });
}
