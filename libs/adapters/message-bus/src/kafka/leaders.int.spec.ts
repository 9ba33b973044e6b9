import { type BusRecord, type MessageBus, type NewRecord } from '@parley/event-sourcing';
import type { Admin } from 'kafkajs';
import { createKafkaMessageBus } from '../kafka';
import { describeWithKafka, type OwnBroker, ownBroker } from '../testing/test-broker';
import { kafkaClient } from './client';

const PARTITIONS = 8;
const KEYS = Array.from({ length: 40 }, (_, n) => `key-${n}`);
const MOVES = 4;
/** Of a handler: records wait before it while more are fetched. */
const SLOW_MS = 100;
const places = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const takesMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const round = (n: number): NewRecord[] => KEYS.map((key) => ({ key, value: n }));

async function until(what: string, condition: () => boolean | Promise<boolean>, maxMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + maxMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${maxMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a key's reader has not seen although something later of the key came, or nothing more will come. */
function missing(records: readonly BusRecord[], rounds: number): string[] {
  const next = new Map(KEYS.map((key) => [key, 0]));
  const lost: string[] = [];
  for (const { key, value } of records) {
    const due = next.get(key) ?? 0;
    if (Number(value) < due) continue; // a repeat
    for (let n = due; n < Number(value); n += 1) lost.push(`${key}: ${n} before ${String(value)}`);
    next.set(key, Number(value) + 1);
  }
  for (const [key, due] of next) for (let n = due; n < rounds; n += 1) lost.push(`${key}: ${n} at the end`);
  return lost;
}

describeWithKafka('the message bus while leaders move between two brokers', () => {
  let broker: OwnBroker;
  let admin: Admin;
  let bus: MessageBus;
  jest.setTimeout(180_000);

  beforeAll(async () => {
    broker = await ownBroker({ withSecond: true });
    admin = kafkaClient({ brokers: [broker.brokers], applicationName: 'spec' }).admin();
    await admin.connect();
    bus = createKafkaMessageBus({ connection: { brokers: [broker.brokers] }, applicationName: 'spec', sessionTimeoutMs: 6_000 });
  }, 180_000);
  afterAll(async () => {
    await bus?.close();
    await admin?.disconnect();
    await broker?.remove();
  }, 60_000);

  const leaders = async (topic: string) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return [...(topics[0]?.partitions ?? [])].sort((a, b) => a.partitionId - b.partitionId).map(({ leader }) => leader);
  };

  /** Says who is to lead; the controller sees to it within a second, a few partitions after the other. */
  async function lead(topic: string, wanted: (partition: number) => number): Promise<void> {
    const partitionAssignment = places.map((partition) => ({ partition, replicas: [wanted(partition), 3 - wanted(partition)] }));
    await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] });
    await until(`the leaders of ${topic} have moved`, async () => (await leaders(topic)).every((leader, partition) => leader === wanted(partition)));
  }

  /** Moves the leader of one partition, so that the other ones of its broker stay, to and fro. */
  async function move(topic: string, partition: number): Promise<void> {
    const now = await leaders(topic);
    await lead(topic, (one) => (one === partition ? 3 - (now[one] as number) : (now[one] as number)));
  }

  async function make(topic: string): Promise<void> {
    await bus.publish(topic, round(0));
    await lead(topic, (partition) => 1 + (partition % 2));
  }

  it('has stored every record whose publishing has resolved', async () => {
    await make('published');
    let n = 1;
    let moving = true;
    const publishing = (async () => {
      for (; moving; n += 1) await bus.publish('published', round(n));
    })();
    for (let moves = 0; moves < MOVES; moves += 1) await move('published', moves % PARTITIONS);
    moving = false;
    await publishing;
    const records: BusRecord[] = [];
    await bus.consume({ topics: ['published'], group: 'published', onBatch: async (batch) => void records.push(...batch) }).ready;
    await until('all are read', () => missing(records, n).length === 0, 60_000).catch(() => undefined);
    expect(missing(records, n)).toEqual([]);
  });

  it('hands over every record, those of each key in order', async () => {
    await make('handled');
    const records: BusRecord[] = [];
    const onBatch = async (batch: readonly BusRecord[]) => {
      await takesMs(SLOW_MS);
      records.push(...batch);
    };
    let n = 1;
    for (; n < 30; n += 1) await bus.publish('handled', round(n));
    await bus.consume({ topics: ['handled'], group: 'handled', batchMax: 5, onBatch }).ready;
    let moving = true;
    const publishing = (async () => {
      // Slowly: the fetches are on their way, and wait, while the leaders move.
      for (; moving; n += 1) await Promise.all([bus.publish('handled', round(n)), takesMs(SLOW_MS)]);
    })();
    for (let moves = 0; moves < MOVES; moves += 1) {
      const had = records.length;
      await move('handled', moves % PARTITIONS);
      await until('work goes on', () => records.length > had + 2 * KEYS.length);
    }
    moving = false;
    await publishing;
    await until('all are handled', () => missing(records, n).length === 0, 90_000).catch(() => undefined);
    expect(missing(records, n)).toEqual([]);
  });
});
