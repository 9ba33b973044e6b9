import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { SERVICE_TOKEN_HEADER, type ServiceSettings, serviceToken, SETTINGS } from '@parley/service-kit';

export interface Reservation {
  readonly offerId: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly kind: 'transfer' | 'conference';
}

const TIMEOUT_MS = 3_000;

/** Routing's internal calls. */
@Injectable()
export class RoutingClient {
  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

  /** A place is held for the agent. @throws Refused `agent-not-available` · `unavailable` */
  async reserve(reservation: Reservation): Promise<void> {
    const { status } = await this.call('POST', '/internal/reservations', reservation);
    if (status === 409) throw new Refused('agent-not-available', 'refresh the list and choose again');
    if (status >= 300) throw new Refused('unavailable', 'routing does not answer as it should');
  }

  /** The place is free again. */
  async release(offerId: string): Promise<void> {
    await this.call('DELETE', `/internal/reservations/${encodeURIComponent(offerId)}`);
  }

  private async call(method: string, path: string, body?: object): Promise<Response> {
    try {
      const answer = await fetch(`${this.settings.ROUTING_URL}${path}`, {
        method,
        headers: { [SERVICE_TOKEN_HEADER]: serviceToken(this.settings), ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.arrayBuffer();
      return answer;
    } catch (error) {
      throw new Refused('unavailable', `routing does not answer (${(error as Error).name})`);
    }
  }
}
