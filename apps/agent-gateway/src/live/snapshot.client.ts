import { type LiveEventData, type Me, PROBLEMS, type ProblemCode, Refused, type Tasks } from '@parley/contracts';
import type { ServiceName } from '../proxy/proxied-paths';
import type { Upstreams } from '../upstream/upstreams.client';
import { AFTER_HEADER } from './conversation-source.client';

const TIMEOUT_MS = 10_000;

export interface SnapshotRequest {
  readonly authorization: string;
  readonly requestId: string;
  /** The snapshot holds at least what stands in the log up to there. */
  readonly conversationPosition: number;
  readonly agentPosition: number;
}

/** Everything that an agent's screen shows, as their own calls of `GET /api/me` and `GET /api/tasks` answer it. */
export class Snapshots {
  constructor(private readonly upstreams: Upstreams) {}

  /** @throws Refused as the services refuse · Unreachable */
  async take(request: SnapshotRequest): Promise<LiveEventData<'snapshot'>> {
    const [me, tasks] = await Promise.all([
      this.get('routing', '/api/me', request.agentPosition, request),
      this.get('conversation', '/api/tasks', request.conversationPosition, request),
    ]);
    const { offers, conversations, wrapUps } = tasks as Tasks;
    return { me: me as Me, offers, conversations, wrapUps };
  }

  private async get(service: ServiceName, path: string, position: number, { authorization, requestId }: SnapshotRequest): Promise<unknown> {
    const { status, body } = await this.upstreams.to(service).ask(path, {
      headers: { authorization, 'x-request-id': requestId, ...(position > 0 && { [AFTER_HEADER]: String(position) }) },
      timeoutMs: TIMEOUT_MS,
    });
    if (status === 200 && body) return body;
    const { code } = (body ?? {}) as { code?: string };
    throw new Refused(code !== undefined && code in PROBLEMS && status < 500 ? (code as ProblemCode) : 'unavailable', `${service} gave ${status}`);
  }
}
