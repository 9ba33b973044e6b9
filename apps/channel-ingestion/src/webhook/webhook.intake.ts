import { Refused, TOPICS } from '@parley/contracts';
import type { MessageBus } from '@parley/event-sourcing';
import type { Clock, Logger } from '@parley/service-kit';
import { isUtf8 } from 'node:buffer';
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
const UNREADABLE = inboundItems.labels('unreadable');
const ACCEPTED = webhooks.labels('accepted');

/** Why a body is kept as it came and not as the items in it. */
const NO_JSON = 'the body is not JSON';
const TOO_ODD = 'the body cannot be stored as JSON';

/** Brings signed webhooks into the log. */
export class WebhookIntake {
  private bytesInFlight = 0;

  constructor(
    private readonly bus: MessageBus,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  /**
   * Every item of `body` is in the log when it resolves; of a body without items that can be told apart, its bytes are.
   *
   * @throws Refused `unavailable` when too much is under way · Unreachable
   */
  async take(body: Buffer): Promise<void> {
    const startedAt = performance.now();
    const cost = Math.max(body.length, BYTES_MIN);
    if (this.bytesInFlight + cost > BYTES_IN_FLIGHT_MAX) throw new Refused('unavailable', 'too many notifications at once');
    this.bytesInFlight += cost;
    try {
      await this.store(body, new Date(this.clock.now()).toISOString());
    } finally {
      this.bytesInFlight -= cost;
    }
    ACCEPTED.inc();
    webhookSeconds.observe((performance.now() - startedAt) / 1000);
  }

  private async store(body: Buffer, receivedAt: string): Promise<void> {
    const parsed = json(body);
    if (!parsed) return this.storeAsCame(body, NO_JSON, receivedAt);
    const records = normalise(parsed.value, receivedAt);
    try {
      await this.bus.publish(TOPICS.channelInbound, records);
    } catch (error) {
      if (!isAboutTheRecords(error)) throw error;
      return this.storeAsCame(body, TOO_ODD, receivedAt);
    }
    for (const { value } of records) KINDS[value.kind].inc();
  }

  /**
   * For what is no JSON, or none that a log can hold, such as one that is nested ten thousand deep. Its signature is good and Meta would
   * send it again for days, so it is taken; somebody must look at it.
   */
  private async storeAsCame(body: Buffer, reason: string, receivedAt: string): Promise<void> {
    await this.bus.publish(TOPICS.channelInbound, [{ key: ':', value: { kind: 'notice', field: 'unknown', reason, receivedAt, raw: asCame(body) } }]);
    UNREADABLE.inc();
    this.logger.error({ reason, bytes: body.length, receivedAt }, 'a signed webhook could not be read: it is kept as it came');
  }
}

/** As text, if it is that and no longer so: JSON has six bytes for a control character, and a record of a topic has its limit. */
function asCame(body: Buffer): string | { readonly base64: string } {
  const [text, bytes] = [body.toString('utf8'), { base64: body.toString('base64') }];
  return isUtf8(body) && Buffer.byteLength(JSON.stringify(text)) <= JSON.stringify(bytes).length ? text : bytes;
}

function json(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/** Serialising ran out of stack, or PostgreSQL names the data (class 22) or its nesting (54001) as the reason. */
function isAboutTheRecords(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return error instanceof RangeError || (typeof code === 'string' && /^(22...|54001)$/.test(code));
}
