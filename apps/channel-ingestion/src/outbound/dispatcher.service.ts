import { outboundReference } from '@parley/contracts';
import type { Logger } from '@parley/service-kit';
import { graphCallSeconds, outboundMessages } from '../channel-ingestion.metrics';
import { ChannelPause } from './channel-pause';
import type { GraphClient } from './graph/graph.client';
import { nextTryInMs, type Outcome, outcome } from './graph/outcome';
import type { OutboxReports } from './outbox/outbox.reports';
import type { Claim, OutboxStore } from './outbox/outbox.store';
import { RateLimits } from './rate-limits';
import { WakingLoop } from './waking-loop.timer';

export interface DispatcherOptions {
  readonly store: OutboxStore;
  readonly reports: OutboxReports;
  readonly graph: GraphClient;
  readonly logger: Logger;
  readonly callsMax: number;
  readonly messagesPerSecond: number;
  readonly sendTimeoutMs: number;
  readonly uncertainHoldMs: number;
}

const POLL_MS = 500;
const HOUSEKEEPING_MS = 5_000;
const PRUNED_AT_ONCE = 1_000;
/** A call that is older than its time-out and this belongs to a dispatcher that is gone. */
const GONE_MARGIN_MS = 15_000;
const RECORDING_ATTEMPTS_MAX = 10;
const DRAIN_MS = 6_000;

/**
 * Sends what is in the outbox: one call a message and attempt, one message at a time to each customer, in their order.
 *
 * A claim is committed before its call, and a call whose outcome is not known is never repeated. Any number of dispatchers may
 * work on one outbox; rate limits hold for each of them.
 */
export class Dispatcher {
  private readonly limits: RateLimits;
  private readonly channel = new ChannelPause();
  private readonly underWay = new Set<Promise<void>>();
  private readonly sending: WakingLoop;
  private readonly reporting: WakingLoop;
  private readonly housekeeping: WakingLoop;

  constructor(private readonly options: DispatcherOptions) {
    const { reports, logger } = options;
    this.limits = new RateLimits(options.messagesPerSecond);
    const onError = (error: unknown) => logger.warn({ err: error }, 'the outbox cannot be worked on now');
    this.sending = new WakingLoop({ round: () => this.claimAndSend(), idleMs: POLL_MS, onError });
    this.reporting = new WakingLoop({ round: () => reports.reportNext(), idleMs: POLL_MS, onError });
    this.housekeeping = new WakingLoop({ round: () => this.tidy(), idleMs: HOUSEKEEPING_MS, onError });
  }

  /** From here on messages are sent. What we were sending when we last stopped is uncertain. */
  async start(): Promise<void> {
    const interrupted = await this.options.store.doubtOwn();
    if (interrupted > 0) this.options.logger.warn({ messages: interrupted }, 'interrupted while sending: waiting for what WhatsApp says');
    for (const loop of [this.sending, this.reporting, this.housekeeping]) loop.start();
  }

  /** There is something new in the outbox. */
  wake(): void {
    this.sending.wake();
  }

  /** Something was settled. */
  wakeReports(): void {
    this.reporting.wake();
    this.sending.wake();
  }

  /** No call begins any more; those under way may end, some seconds at most. */
  async stop(): Promise<void> {
    await Promise.all([this.sending.stop(), this.housekeeping.stop()]);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_MS)));
    await Promise.race([Promise.all(this.underWay), late]);
    clearTimeout(timer);
    await this.reporting.stop();
    await this.options.reports.reportNext().catch(() => undefined);
  }

  private async claimAndSend(): Promise<boolean> {
    const { store, callsMax, uncertainHoldMs } = this.options;
    const nowMs = performance.now();
    const limit = this.channel.callsMax(callsMax, nowMs) - this.underWay.size;
    if (limit <= 0) return false;
    const claims = await store.claim({ limit, pausedNumbers: this.channel.pausedNumbers(nowMs), uncertainHoldMs });
    for (const claim of claims) this.begin(claim);
    return false;
  }

  private begin(claim: Claim): void {
    const work = this.send(claim).finally(() => {
      this.underWay.delete(work);
      this.wakeReports();
    });
    this.underWay.add(work);
  }

  /** Never rejects. */
  private async send(claim: Claim): Promise<void> {
    const { store, graph, logger } = this.options;
    const waitMs = this.limits.take(claim.phoneNumberId, claim.recipientKey, performance.now());
    if (waitMs > 0) return this.record(claim, () => store.postpone(claim, waitMs));
    const done = graphCallSeconds.startTimer();
    const result = await graph.send({
      phoneNumberId: claim.phoneNumberId,
      to: { phone: claim.phone, bsuid: claim.bsuid },
      content: claim.content,
      reference: outboundReference(claim.conversationId, claim.messageId),
    });
    done();
    const came = outcome(result);
    outboundMessages.labels(came.kind).inc();
    log(logger, claim, came);
    await this.record(claim, () => this.settle(claim, came));
  }

  private settle(claim: Claim, came: Outcome): Promise<void> {
    const { store } = this.options;
    if (came.kind !== 'blocked' && came.kind !== 'retry') this.channel.tokenAccepted();
    switch (came.kind) {
      case 'accepted':
        return store.accept(claim, came.wamid);
      case 'failed':
        return store.fail(claim, came.error);
      case 'uncertain':
        return store.doubt(claim, came.error);
      case 'blocked':
        return store.postpone(claim, this.channel.tokenRefused(performance.now()), came.error);
      case 'retry':
        return this.retry(claim, came);
    }
  }

  private retry(claim: Claim, { error, pace, pause }: Outcome & { kind: 'retry' }): Promise<void> {
    const { store } = this.options;
    if (pause === 'number') this.channel.numberLimited(claim.phoneNumberId, performance.now());
    const waitMs = nextTryInMs(pace, { attempts: claim.attempts, triedForMs: claim.triedForMs, chance: Math.random() });
    if (waitMs !== undefined) return store.retry(claim, waitMs, error);
    return store.fail(claim, { code: error.code, message: `${error.message} (given up after ${claim.attempts} tries)` });
  }

  /** What came of a call is not lost because the database is away for a moment; if it stays away, the call is uncertain. */
  private async record(claim: Claim, write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; attempt <= RECORDING_ATTEMPTS_MAX; attempt += 1) {
      try {
        return await write();
      } catch (error) {
        this.options.logger.warn({ err: error, conversationId: claim.conversationId, attempt }, 'cannot record what came of a message');
        await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 100 * 2 ** attempt)).unref());
      }
    }
  }

  private async tidy(): Promise<boolean> {
    const { store, sendTimeoutMs } = this.options;
    const abandoned = await store.doubtOlderThan(sendTimeoutMs + GONE_MARGIN_MS);
    const expired = await store.expire();
    if (abandoned + expired > 0) this.reporting.wake();
    return (await store.prune(PRUNED_AT_ONCE)) === PRUNED_AT_ONCE;
  }
}

/** Never the text nor the recipient. */
function log(logger: Logger, { conversationId, messageId, attempts }: Claim, came: Outcome): void {
  const line = { conversationId, messageId, attempts, outcome: came.kind, ...('error' in came && { code: came.error.code }) };
  if (came.kind === 'blocked') logger.error({ ...line, reason: came.error.message }, 'WhatsApp refuses our access token: nothing is sent until it is replaced');
  else if (came.kind === 'failed' && came.alert) logger.error({ ...line, reason: came.error.message }, 'WhatsApp refuses our account');
  else if (came.kind === 'accepted') logger.debug(line, 'message sent');
  else logger.warn(line, 'message not sent');
}
