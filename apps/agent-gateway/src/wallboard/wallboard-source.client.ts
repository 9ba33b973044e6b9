import type { AgentOverview, QueueNow, QueueToday, WallboardToday } from '@parley/contracts';
import { SERVICE_TOKEN_HEADER } from '@parley/service-kit';
import { AFTER_HEADER } from '../live/conversation-source.client';
import type { ServiceName } from '../proxy/proxied-paths';
import type { Upstreams } from '../upstream/upstreams.client';
import type { Reading } from './fresh-value.service';

const TIMEOUT_MS = 5_000;

export interface Today {
  readonly today: WallboardToday;
  readonly queues: readonly QueueToday[];
}

/** Where the figures come from: each number from the service that owns it, which says it elsewhere too. */
export class WallboardSource {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly token: string,
  ) {}

  /** @param position the last of the log that the gateway has seen */
  async queuesNow(position: number): Promise<Reading<readonly QueueNow[]>> {
    const { items } = await this.get<{ items: readonly QueueNow[] }>('conversation', '/internal/queues', { [AFTER_HEADER]: String(position) });
    return { value: items, behind: false };
  }

  /** @param revision of the newest event of any agent that the gateway has seen */
  async agents(revision: number): Promise<Reading<readonly AgentOverview[]>> {
    const { items } = await this.get<{ items: readonly AgentOverview[] }>('routing', '/internal/agents');
    return { value: items, behind: items.some((agent) => agent.revision < revision) };
  }

  /** @param offsets of the last records that the gateway has seen, by partition */
  async today(timeZone: string, offsets: ReadonlyMap<number, number>): Promise<Reading<Today>> {
    const after = [...offsets].map(([partition, offset]) => `${partition}:${offset}`).join(',');
    const path = `/internal/today?timeZone=${encodeURIComponent(timeZone)}&after=${after}`;
    const { behind, ...value } = await this.get<Today & { behind: boolean }>('wrap-up-reporting', path);
    return { value, behind };
  }

  private async get<T>(service: ServiceName, path: string, headers: Record<string, string> = {}): Promise<T> {
    const asked = { headers: { [SERVICE_TOKEN_HEADER]: this.token, ...headers }, timeoutMs: TIMEOUT_MS };
    const { status, body } = await this.upstreams.to(service).ask(path, asked);
    if (status !== 200 || !body) throw new Error(`${service} gave ${status} to GET ${path}`);
    return body as T;
  }
}
