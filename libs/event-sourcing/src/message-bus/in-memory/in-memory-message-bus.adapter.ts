import type { BusObserver } from '../bus-observer';
import { revived } from '../dead-letter';
import { retryOf } from '../delivery';
import {
  type BusRecord,
  type ConsumeAsGroup,
  type ConsumeFromNow,
  type Consumer,
  deadLettersOf,
  type MessageBus,
  type NewRecord,
  Unreachable,
} from '../message-bus';
import { InMemoryGroup, type Member } from './in-memory-group';
import { InMemoryLog } from './in-memory-log';

/** What several in-memory buses share when they stand for several processes on one broker. */
export class InMemoryBroker {
  readonly log: InMemoryLog;
  readonly groups = new Map<string, InMemoryGroup>();
  /** Partition by partition of a dead-letter topic: how many were sent again. */
  readonly redriven = new Map<string, number>();

  constructor({ partitions = 8, now = Date.now }: { partitions?: number; now?: () => number } = {}) {
    this.log = new InMemoryLog(partitions, now);
  }

  group(name: string | undefined): InMemoryGroup {
    const group = (name === undefined ? undefined : this.groups.get(name)) ?? new InMemoryGroup(this.log, name);
    if (name !== undefined) this.groups.set(name, group);
    return group;
  }
}

/** The broker in this process's memory: for specs and simulations. Passes `messageBusContract`. */
export class InMemoryMessageBus implements MessageBus {
  private readonly consumers = new Set<Consumer>();
  private closed = false;

  constructor(
    private readonly broker = new InMemoryBroker(),
    private readonly observer: BusObserver = {},
  ) {}

  async publish(topic: string, records: readonly NewRecord[]): Promise<void> {
    await this.check();
    this.broker.log.append(topic, records);
    this.observer.published?.(topic, records.length);
  }

  consume(options: ConsumeAsGroup | ConsumeFromNow): Consumer {
    const group = this.broker.group(options.group);
    const member = this.member(options);
    group.join(member);
    const consumer: Consumer = {
      ready: Promise.resolve(),
      stop: async () => {
        await group.leave(member);
        this.consumers.delete(consumer);
      },
    };
    this.consumers.add(consumer);
    return consumer;
  }

  async redrive(topic: string): Promise<number> {
    const letters = this.broker.log.topic(deadLettersOf(topic)).flatMap((records, partition) => {
      const lane = JSON.stringify([topic, partition]);
      const from = this.broker.redriven.get(lane) ?? 0;
      this.broker.redriven.set(lane, records.length);
      return records.slice(from);
    });
    const oldestFirst = (a: BusRecord, b: BusRecord) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt);
    if (letters.length > 0) await this.publish(topic, letters.sort(oldestFirst).map(revived));
    return letters.length;
  }

  async check(): Promise<void> {
    if (this.closed) throw new Unreachable('the message bus is closed');
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    this.closed = true;
  }

  private member(options: ConsumeAsGroup | ConsumeFromNow): Member {
    const deadLetter = (topic: string, letter: NewRecord) => this.publish(topic, [letter]);
    return {
      options,
      stopping: new AbortController(),
      running: new Set(),
      delivery: { retry: retryOf(options), observer: this.observer, ...(options.group === undefined ? {} : { deadLetter }) },
    };
  }
}
