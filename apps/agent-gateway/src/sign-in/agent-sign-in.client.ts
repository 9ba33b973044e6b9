import { Injectable } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { ContactCenter, SERVICE_TOKEN_HEADER, type ServiceSettings, serviceToken } from '@parley/service-kit';
import { Upstreams } from '../upstream/upstreams.client';

const ROUTING_TIMEOUT_MS = 2_000;

interface SignIn {
  readonly requestId: string;
  /** Only the agent's live stream shows that they are there: one that comes again is no new sign-in. */
  readonly byStream?: boolean;
}

/** Routing is told of who signs in. */
@Injectable()
export class AgentSignIn {
  constructor(
    private readonly settings: Pick<ServiceSettings, 'AUTH_MODE' | 'AUTH_JWT_SECRET' | 'PARLEY_SERVICE_TOKEN'>,
    private readonly contactCenter: ContactCenter,
    private readonly upstreams: Upstreams,
  ) {}

  /** Quiet for who is no agent, and for who is signed in. @throws Refused `unavailable` · Unreachable */
  async signIn(agentId: string, { requestId, byStream = false }: SignIn): Promise<void> {
    if (!this.contactCenter.agent(agentId)?.roles.includes('agent')) return;
    const { status } = await this.upstreams.to('routing').ask(`/internal/agents/${encodeURIComponent(agentId)}/sign-in`, {
      method: 'POST',
      headers: { [SERVICE_TOKEN_HEADER]: serviceToken(this.settings), 'x-request-id': requestId },
      timeoutMs: ROUTING_TIMEOUT_MS,
      json: { byStream },
    });
    if (status >= 300) throw new Refused('unavailable', 'routing did not take the sign-in');
  }

  /** Whoever signed in at the identity provider shows it here by opening a live stream. */
  async byStream(agentId: string, requestId: string): Promise<void> {
    if (this.settings.AUTH_MODE === 'oidc') await this.signIn(agentId, { requestId, byStream: true });
  }
}
