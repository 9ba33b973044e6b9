import { type BusObserver, type ConsumeAsGroup, type ConsumeFromNow, type Consumer, type MessageBus, type NewRecord, Unreachable } from '@parley/event-sourcing';
import { within } from '../deadline';
import { AdminConnection } from './admin';
import { kafkaClient, RETRY_FOR_CONSUMERS, RETRY_FOR_PUBLISHERS } from './client';
import type { Consuming } from './consuming/consuming';
import { watchLag } from './consuming/lag-watch';
import { Subscription } from './consuming/subscription';
import { asFault } from './faults';
import type { KafkaConnection } from './kafka-connection';
import { Publisher } from './publisher';
import { redrive } from './redrive';
import { Topics } from './topics';

export interface KafkaMessageBusOptions {
  readonly connection: KafkaConnection;
  readonly applicationName: string;
  /** Of a topic that this bus creates; default 8. */
  readonly partitions?: number;
  /** How long the records of a topic that this bus creates are kept; default 7 days. Dead letters: 30 days. */
  readonly retentionMs?: number;
  /** After so long without a sign from a process others read its partitions; default 10 s. */
  readonly sessionTimeoutMs?: number;
  /** How long a consumer that stops waits for its running batches; default 6 s. */
  readonly drainMaxMs?: number;
  readonly observer: BusObserver;
}

const PARTITIONS = 8;
const DAY_MS = 86_400_000;
const SESSION_TIMEOUT_MS = 10_000;
const DRAIN_MAX_MS = 6_000;
const FAREWELL_MAX_MS = 3_000;

/** The topics in Apache Kafka, by kafkajs; ADR 10 says what of kafkajs is used and what is not left to it. */
export class KafkaMessageBus implements MessageBus {
  private readonly consuming: Consuming;
  private readonly publisher: Publisher;
  private readonly subscriptions = new Set<Subscription>();
  private readonly closing = new AbortController();

  constructor(options: KafkaMessageBusOptions) {
    const { connection, applicationName, observer, partitions = PARTITIONS, retentionMs = 7 * DAY_MS } = options;
    const { replicationFactor } = connection;
    const client = { ...connection, applicationName };
    const admin = new AdminConnection(() => kafkaClient(client));
    this.publisher = new Publisher(() => kafkaClient({ ...client, retry: RETRY_FOR_PUBLISHERS }), (error) => observer.troubled?.('publishing', error));
    this.consuming = {
      openClient: () => kafkaClient({ ...client, retry: RETRY_FOR_CONSUMERS }),
      admin,
      topics: new Topics(admin, { partitions, retentionMs, deadLetterRetentionMs: 30 * DAY_MS, ...(replicationFactor !== undefined && { replicationFactor }) }),
      observer,
      publish: (topic, records) => this.publish(topic, records),
      sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      drainMaxMs: options.drainMaxMs ?? DRAIN_MAX_MS,
    };
    void watchLag(admin, this.subscriptions, observer, this.closing.signal);
  }

  async publish(topic: string, records: readonly NewRecord[]): Promise<void> {
    this.mustBeOpen();
    await this.consuming.topics.ensure([topic]);
    await this.publisher.publish(topic, records);
    this.consuming.observer.published?.(topic, records.length);
  }

  consume(options: ConsumeAsGroup | ConsumeFromNow): Consumer {
    this.mustBeOpen();
    const subscription = new Subscription(this.consuming, options);
    this.subscriptions.add(subscription);
    return subscription;
  }

  async redrive(topic: string): Promise<number> {
    this.mustBeOpen();
    return redrive(this.consuming, topic).catch((error: unknown) => Promise.reject(asFault(error, 'redriving')));
  }

  async check(): Promise<void> {
    this.mustBeOpen();
    await this.consuming.admin.check();
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    // Consumers that end may still have dead letters to publish.
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    this.closing.abort();
    await within(FAREWELL_MAX_MS, Promise.allSettled([this.publisher.close(), this.consuming.admin.close()]));
  }

  private mustBeOpen(): void {
    if (this.closing.signal.aborted) throw new Unreachable('the message bus is closed');
  }
}
