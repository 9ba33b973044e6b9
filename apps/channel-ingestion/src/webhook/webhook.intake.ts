import { Refused, TOPICS } from '@parley/contracts';
import type { MessageBus } from '@parley/event-sourcing';
import type { Clock } from '@parley/service-kit';
import { inboundItems, webhooks, webhookSeconds } from '../channel-ingestion.metrics';
import { normalise } from './notification/normalise';

const BYTES_IN_FLIGHT_MAX = 128 * 1024 * 1024;
/** What a small webhook costs us beyond its bytes. */
const BYTES_MIN = 16 * 1024;

const KINDS = {
  message: inboundItems.labels('message'),
  status: inboundItems.labels('status'),
  notice: inboundItems.labels('notice'),
  'outbound-result': inboundItems.labels('outbound-result'),
};
const ACCEPTED = webhooks.labels('accepted');

/** Brings signed webhooks into the log. */
export class WebhookIntake {
  private bytesInFlight = 0;

  constructor(
    private readonly bus: MessageBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Every item of `body` is in the log when it resolves.
   *
   * @throws Refused `invalid-request` when it is no JSON, `unavailable` when too much is under way · Unreachable
   */
  async take(body: Buffer): Promise<void> {
    const startedAt = performance.now();
    const cost = Math.max(body.length, BYTES_MIN);
    if (this.bytesInFlight + cost > BYTES_IN_FLIGHT_MAX) throw new Refused('unavailable', 'too many notifications at once');
    this.bytesInFlight += cost;
    try {
      await this.store(json(body), body);
    } finally {
      this.bytesInFlight -= cost;
    }
    ACCEPTED.inc();
    webhookSeconds.observe((performance.now() - startedAt) / 1000);
  }

  private async store(parsed: unknown, body: Buffer): Promise<void> {
    const receivedAt = new Date(this.clock.now()).toISOString();
    const records = normalise(parsed, receivedAt);
    try {
      await this.bus.publish(TOPICS.channelInbound, records);
    } catch (error) {
      if (!isAboutTheRecords(error)) throw error;
      await this.storeAsText(body, receivedAt);
      return void KINDS.notice.inc();
    }
    for (const { value } of records) KINDS[value.kind].inc();
  }

  /** For JSON that a log cannot hold, such as one that is nested ten thousand deep: Meta would send it again for days. */
  private async storeAsText(body: Buffer, receivedAt: string): Promise<void> {
    const value = { kind: 'notice', field: 'unknown', reason: 'the body cannot be stored as JSON', receivedAt, raw: body.toString('utf8') } as const;
    await this.bus.publish(TOPICS.channelInbound, [{ key: ':', value }]);
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refused('invalid-request', 'the body is not JSON');
  }
}

/** Serialising ran out of stack, or PostgreSQL names the data (class 22) or its nesting (54001) as the reason. */
function isAboutTheRecords(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return error instanceof RangeError || (typeof code === 'string' && /^(22...|54001)$/.test(code));
}
