import {
  type BusObserver,
  type ConsumeAsGroup,
  type ConsumeFromNow,
  type Consumer,
  type MessageBus,
  type NewRecord,
  Unreachable,
} from '@parley/event-sourcing';
import type { PoolSettings } from '@parley/read-store';
import { within } from '../deadline';
import { BroadcastConsumer } from './group/broadcast-consumer';
import type { Consuming } from './group/consuming';
import { GroupConsumer } from './group/group-consumer';
import { OffsetCommits } from './group/offset-commits';
import { asFault } from './log/faults';
import { LogReader } from './log/log-reader';
import { News } from './log/news';
import { Publisher } from './log/publisher';
import { redrive } from './log/redrive';
import { keepTrimmed, RETENTION_MS } from './log/retention';
import { Topics } from './log/topics';
import { closePools, openPools } from './pools';

export interface PostgresMessageBusOptions extends Omit<PoolSettings, 'schema' | 'poolMax'> {
  /** Of a topic that this bus creates; default 8. */
  readonly partitions?: number;
  /** How long records are kept once the groups have read them; default 7 days. Dead letters: 30 days. */
  readonly retentionMs?: number;
  /** How long a consumer that stops waits for its running batches; default 6 s. */
  readonly drainMaxMs?: number;
  readonly observer: BusObserver;
}

const PARTITIONS = 8;
const DRAIN_MAX_MS = 6_000;
const FAREWELL_MAX_MS = 1_500;

/** A partitioned log with consumer groups in PostgreSQL's schema `message_bus`; see its migrations for how order is kept. */
export class PostgresMessageBus implements MessageBus {
  private readonly consuming: Consuming;
  private readonly publisher: Publisher;
  private readonly consumers = new Set<Consumer>();
  private readonly closing = new AbortController();
  private readonly trimming: Promise<void>;

  constructor({ partitions = PARTITIONS, retentionMs = RETENTION_MS, drainMaxMs = DRAIN_MAX_MS, observer, ...connection }: PostgresMessageBusOptions) {
    const troubled = (doing: string) => (error: unknown) => observer.troubled?.(doing, error);
    const pools = openPools(connection);
    const news = new News(connection, pools.groups, troubled('telling and hearing news'));
    const reader = new LogReader(pools.reader, troubled('reading'));
    news.onRecords = (topicIds) => reader.heard(topicIds);
    this.publisher = new Publisher(pools.writer, (topicIds) => news.recordsPublished(topicIds), troubled('publishing'));
    const offsets = new OffsetCommits(pools.groups, troubled('moving offsets'));
    const topics = new Topics(pools.upkeep, partitions);
    this.consuming = { topics, reader, news, offsets, pools, observer, drainMaxMs, publish: (topic, records) => this.publish(topic, records) };
    this.trimming = keepTrimmed(pools.upkeep, retentionMs, this.closing.signal, troubled('removing old records'));
  }

  async publish(topic: string, records: readonly NewRecord[]): Promise<void> {
    this.mustBeOpen();
    await this.publisher.publish(await this.consuming.topics.get(topic), records);
    this.consuming.observer.published?.(topic, records.length);
  }

  consume(options: ConsumeAsGroup | ConsumeFromNow): Consumer {
    this.mustBeOpen();
    const consumer = options.group === undefined ? new BroadcastConsumer(this.consuming, options) : new GroupConsumer(this.consuming, options);
    this.consumers.add(consumer);
    return consumer;
  }

  async redrive(topic: string): Promise<number> {
    this.mustBeOpen();
    const { pools, topics } = this.consuming;
    const again = { pool: pools.upkeep, topics, publish: (name: string, records: readonly NewRecord[]) => this.publish(name, records) };
    return redrive(again, topic).catch((error: unknown) => Promise.reject(asFault(error, 'redriving')));
  }

  async check(): Promise<void> {
    this.mustBeOpen();
    await this.consuming.pools.upkeep.query('select 1').catch((error: unknown) => Promise.reject(asFault(error, 'checking')));
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    const { reader, news, pools } = this.consuming;
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await within(FAREWELL_MAX_MS, Promise.all([this.publisher.close(), reader.close(), news.close(), this.trimming]));
    await closePools(pools, FAREWELL_MAX_MS);
  }

  private mustBeOpen(): void {
    if (this.closing.signal.aborted) throw new Unreachable('the message bus is closed');
  }
}
