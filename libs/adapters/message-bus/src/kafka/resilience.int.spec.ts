import { randomBytes } from 'node:crypto';
import { type BusObserver, type BusRecord, type Consumer, type MessageBus, type NewRecord, partitionOf, Unprocessable, Unreachable } from '@parley/event-sourcing';
import type { KafkaConnection } from '../index';
import { createKafkaMessageBus, type KafkaMessageBus } from '../kafka';
import { openProxy, type Proxy } from '../testing/proxy';
import { publish } from '../testing/publish';
import { describeWithKafka, type OwnBroker, ownBroker } from '../testing/test-broker';
import { AdminConnection } from './admin';
import { kafkaClient, SEND_ONCE } from './client';
import { Session } from './consuming/session';
import { RECORD_BYTES_MAX } from './topics';

const KEYS = Array.from({ length: 20 }, (_, n) => `key-${n}`);
const SESSION_TIMEOUT_MS = 6_000;
/** While the only broker is away and comes back. */
const TRIES = 21;
/** A handler that takes its time is still at work when members come and go. */
const SLOW_MS = 40;

async function until(what: string, condition: () => boolean | Promise<boolean>, maxMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + maxMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${maxMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The values of each key in the order in which they were first seen. */
function firstSeen(records: readonly Pick<NewRecord, 'key' | 'value'>[]): Record<string, unknown[]> {
  const seen: Record<string, unknown[]> = {};
  for (const { key, value } of records) if (!seen[key]?.includes(value)) (seen[key] ??= []).push(value);
  return seen;
}

/** What a broker says that has just come back: kinds of requests and, without their headers, answers in Kafka's protocol. */
const [METADATA, JOIN_GROUP, HEARTBEAT, CREATE_TOPICS] = [3, 11, 12, 19];
const NOT_COORDINATOR = Buffer.from('000000000010', 'hex');
const COORDINATOR_LOADS = Buffer.from('00000000000effffffff00000000000000000000', 'hex');
const knowsNoTopic = (name: string): Buffer =>
  Buffer.concat([Buffer.from('0000000000000000ffffffffffff000000010003', 'hex'), Buffer.from([0, name.length]), Buffer.from(name), Buffer.from('0000000000', 'hex')]);

const causeOf = (error: unknown): string => ((error as Error).cause as Error).message;
const PARTITIONS_OF_KEYS = new Set(KEYS.map((key) => partitionOf(key, 8))).size;
const round = (n: number): NewRecord[] => KEYS.map((key) => ({ key, value: n }));
const expected = (count: number) => Object.fromEntries(KEYS.map((key) => [key, Array.from({ length: count }, (_, n) => n)]));
const countOf = (records: readonly BusRecord[]) => Object.values(firstSeen(records)).flat().length;

describeWithKafka('the message bus in a Kafka of its own', () => {
  let broker: OwnBroker;
  const buses: MessageBus[] = [];
  const proxies: Proxy[] = [];
  jest.setTimeout(120_000);

  beforeAll(async () => void (broker = await ownBroker()), 180_000);
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });
  afterAll(() => broker.remove(), 60_000);

  function open(observer?: BusObserver, connection: KafkaConnection = { brokers: [broker.brokers] }): KafkaMessageBus {
    const bus = createKafkaMessageBus({ connection, applicationName: 'spec', sessionTimeoutMs: SESSION_TIMEOUT_MS, retentionMs: 86_400_000, ...(observer && { observer }) });
    buses.push(bus);
    return bus;
  }

  /** The broker by an address of its own, where a proxy is. */
  async function openBehindProxy() {
    const { proxy: port, behindProxy } = broker.ports;
    const proxy = await openProxy(port, behindProxy);
    const brokers = [`127.0.0.1:${port}`];
    proxies.push(proxy);
    return { proxy, brokers, bus: open(undefined, { brokers }) };
  }

  const collect = (bus: MessageBus, topic: string, into: BusRecord[]): Consumer =>
    bus.consume({ topics: [topic], group: `group of ${topic}`, batchMax: 10, onBatch: async (records) => void into.push(...records) });

  /** What the log says of a Kafka that does not let us in. */
  async function refusal(connection: KafkaConnection): Promise<string> {
    const error: unknown = await open(undefined, connection).check().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Unreachable);
    return causeOf(error);
  }

  it('makes topics with their partitions and retention, those for dead letters lasting longer, on the disk where there is one copy', async () => {
    const bus = open();
    await bus.publish('made', round(0));
    await bus.publish('made.dlq', round(0));
    const admin = kafkaClient({ brokers: [broker.brokers], applicationName: 'spec' }).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: ['made'] });
    expect(topics[0]?.partitions).toHaveLength(8);
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: ['made', 'made.dlq'].map((name) => ({ type: 2, name })) });
    const kept = resources.map(({ resourceName, configEntries }) => [resourceName, configEntries.find(({ configName }) => configName === 'retention.ms')?.configValue]);
    expect(Object.fromEntries(kept)).toEqual({ made: '86400000', 'made.dlq': String(30 * 86_400_000) });
    const flushed = resources.map(({ configEntries }) => configEntries.find(({ configName }) => configName === 'flush.messages')?.configValue);
    expect(flushed).toEqual(['1', '1']);
    await admin.disconnect();
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('signs in by %s over TLS', async (mechanism) => {
    const { username, password, secureBrokers, ca } = broker;
    const bus = open(undefined, { brokers: [secureBrokers], sasl: { mechanism, username, password }, ssl: { ca } });
    const records: BusRecord[] = [];
    const consumer = collect(bus, `secure.${mechanism}`, records);
    await bus.publish(`secure.${mechanism}`, round(1));
    await until('all are handled', () => records.length >= KEYS.length);
    await consumer.stop();
  });

  it('lets nobody in with another password, or without trust', async () => {
    const { username, secureBrokers, ca } = broker;
    const sasl = { mechanism: 'scram-sha-256', username, password: 'another' } as const;
    expect(await refusal({ brokers: [secureBrokers], sasl, ssl: { ca } })).toMatch('invalid credentials');
    expect(await refusal({ brokers: [secureBrokers], sasl: { ...sasl, password: broker.password }, ssl: true })).toMatch(/self.signed certificate/);
  });

  it('keeps the order of each key, and each partition in one pair of hands, while members come and go', async () => {
    const [one, two, three] = [open(), open(), open()];
    const records: BusRecord[] = [];
    const atWork = new Set<number>();
    const twiceAtWork: number[] = [];
    const onBatch = async (batch: readonly BusRecord[]) => {
      const partition = batch[0]!.partition;
      if (atWork.has(partition)) twiceAtWork.push(partition);
      atWork.add(partition);
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      records.push(...batch);
      atWork.delete(partition);
    };
    const join = (bus: MessageBus) => bus.consume({ topics: ['rebalanced'], group: 'rebalanced', batchMax: 10, onBatch });
    await Promise.all([join(one).ready, join(two).ready]);
    let changes = 0;
    const changing = (async () => {
      for (; changes < 3; changes += 1) {
        const guest = join(three);
        await guest.ready;
        const had = records.length;
        await until('work goes on', () => records.length > had);
        await guest.stop();
      }
    })();
    let n = 0;
    for (; changes < 3; n += 1) {
      await one.publish('rebalanced', round(n));
      await until('they keep up', () => n * KEYS.length - records.length < 1_000);
    }
    await changing;
    await until('all are handled', () => countOf(records) >= n * KEYS.length);
    expect(firstSeen(records)).toEqual(expected(n));
    expect(twiceAtWork).toEqual([]);
  });

  it('is not held up by a handler that hangs: neither other partitions nor the place in the group', async () => {
    const released: number[] = [];
    const bus = open({ released: ({ partition }) => void released.push(partition) });
    const records: BusRecord[] = [];
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    const onBatch = async (batch: readonly BusRecord[]) => {
      if (batch.some(({ key, value }) => key === KEYS[0] && value === 0)) await gone;
      records.push(...batch);
    };
    await bus.consume({ topics: ['hanging'], group: 'hanging', batchMax: 1, onBatch }).ready;
    for (let n = 0; n < 5; n += 1) await bus.publish('hanging', round(n));
    const others = () => new Set(records.map(({ partition }) => partition)).size;
    await until('the other partitions are through', () => others() >= PARTITIONS_OF_KEYS - 1);
    const startedAt = performance.now();
    await until('a session would be over', () => performance.now() - startedAt > SESSION_TIMEOUT_MS + 1_000);
    expect(released).toEqual([]);
    go();
    await until('all are handled', () => countOf(records) >= 5 * KEYS.length);
    expect(firstSeen(records)).toEqual(expected(5));
  });

  it('moves no offset by a batch that has outlasted its assignment', async () => {
    const released: number[] = [];
    const [one, two] = [open({ released: ({ partition }) => void released.push(partition) }), open()];
    const theirs = new Set<number>();
    let [begun, go]: [number, () => void] = [0, () => undefined];
    const gone = new Promise<void>((resolve) => (go = resolve));
    await one.consume({ topics: ['outlasting'], group: 'outlasting', onBatch: async () => void ((begun += 1), await gone) }).ready;
    await one.publish('outlasting', round(0));
    await until('all partitions are at work', () => begun === PARTITIONS_OF_KEYS);
    const onBatch = async ([first]: readonly BusRecord[]) => {
      theirs.add(first?.partition ?? -1);
      await new Promise(() => undefined);
    };
    two.consume({ topics: ['outlasting'], group: 'outlasting', onBatch });
    await until('others are at work on some', () => theirs.size > 0);
    go();
    await until('the first are let go', () => released.length >= 8);
    const admin = kafkaClient({ brokers: [broker.brokers], applicationName: 'spec' }).admin();
    await admin.connect();
    const [offsets] = await admin.fetchOffsets({ groupId: 'parley.outlasting', topics: ['outlasting'] });
    await admin.disconnect();
    const moved = offsets?.partitions.filter(({ offset }) => offset !== '-1').map(({ partition }) => partition);
    expect(moved?.filter((partition) => theirs.has(partition))).toEqual([]);
  });

  it('shows how many records a group has before it', async () => {
    const lags: Record<number, number> = {};
    const bus = open({ lag: ({ partition }, records) => void (lags[partition] = records) });
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    bus.consume({ topics: ['lagging'], group: 'lagging', onBatch: () => gone });
    await bus.publish('lagging', round(0));
    const total = () => Object.values(lags).reduce((sum, lag) => sum + lag, 0);
    await until('the lag is seen', () => total() === KEYS.length);
    go();
    await until('there is none', () => total() === 0 && Object.keys(lags).length === 8);
  });

  it('takes a dead letter that is larger than its topic takes, where others have made the topics', async () => {
    const admin = kafkaClient({ brokers: [broker.brokers], applicationName: 'spec' }).admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: '100000' }];
    await admin.createTopics({ topics: ['narrow', 'narrow.dlq'].map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1, configEntries })), waitForLeaders: true });
    await admin.disconnect();
    const bus = open();
    let repaired = false;
    const records: BusRecord[] = [];
    const onBatch = async (batch: readonly BusRecord[]) => {
      if (!repaired && batch.some(({ key }) => key === 'wide')) throw new Unprocessable('not understood');
      records.push(...batch);
    };
    await bus.consume({ topics: ['narrow'], group: 'narrow', onBatch }).ready;
    const wide = randomBytes(74_850).toString('base64');
    await bus.publish('narrow', [{ key: 'wide', value: wide }]);
    await bus.publish('narrow', [{ key: 'next', value: 1 }]);
    await until('the partition goes on', () => records.length === 1);
    repaired = true;
    expect(await bus.redrive('narrow')).toBe(1);
    await until('it is handled', () => records.length === 2);
    expect(records.map(({ key, value }) => [key, value])).toEqual([['next', 1], ['wide', wide]]);
  });

  it('carries 3 MB, and what cannot be processed at the size limit becomes a dead letter', async () => {
    const bus = open();
    const notice = { raw: 'x'.repeat(3_000_000) };
    const poison = { raw: 'x'.repeat(RECORD_BYTES_MAX - 500) };
    const [records, letters]: [BusRecord[], BusRecord[]] = [[], []];
    const onBatch = async (batch: readonly BusRecord[]) => {
      if (batch.some(({ key }) => key === 'poison')) throw new Unprocessable('not this one');
      records.push(...batch);
    };
    await Promise.all([bus.consume({ topics: ['large'], group: 'large', onBatch }).ready, collect(bus, 'large.dlq', letters).ready]);
    await bus.publish('large', [{ key: 'poison', value: poison }, { key: 'notice', value: notice }]);
    await until('both are done', () => records.length > 0 && letters.length > 0);
    expect(records[0]?.value).toEqual(notice);
    expect(letters[0]?.value).toEqual(poison);
  });

  it('leaves a connection whose other end has vanished without a word', async () => {
    const { proxy, bus } = await openBehindProxy();
    await bus.publish('vanished', round(0));
    await bus.check();
    proxy.silence();
    await Promise.all([publish(bus, 'vanished', round(1), TRIES), until('it is known to be there again', () => bus.check().then(() => true, () => false))]);
    const records: BusRecord[] = [];
    await collect(open(), 'vanished', records).ready;
    await until('all are handled', () => countOf(records) >= 2 * KEYS.length);
    expect(firstSeen(records)).toEqual(expected(2));
  }, 60_000);

  it.each(['in a group', 'from now on'])('goes on %s when it cannot join again at once and is still the member that it was', async (how) => {
    const { proxy, bus } = await openBehindProxy();
    const topic = `rejoined-${how.replaceAll(' ', '-')}`;
    const records: BusRecord[] = [];
    await bus.consume({ topics: [topic], ...(how === 'in a group' && { group: topic }), onBatch: async (batch) => void records.push(...batch) }).ready;
    await Promise.all([proxy.answerNext(HEARTBEAT, NOT_COORDINATOR), proxy.answerNext(JOIN_GROUP, COORDINATOR_LOADS)]);
    await bus.publish(topic, round(0));
    await until('all are handled', () => countOf(records) >= KEYS.length, 20_000);
  });

  it('makes a topic of which not every broker knows at once', async () => {
    const { proxy, bus } = await openBehindProxy();
    const told = proxy.answerNext(METADATA, knowsNoTopic('heard-of'), CREATE_TOPICS);
    await bus.publish('heard-of', round(0));
    await told;
  });

  it('opens no connection for what is still under way when it is closed', async () => {
    const { proxy, brokers, bus } = await openBehindProxy();
    await bus.publish('left', round(0));
    await bus.close();
    const admin = new AdminConnection(() => kafkaClient({ brokers, applicationName: 'spec' }));
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    await admin.ask((asked) => asked.listTopics());
    const underWay = admin.ask((asked) => gone.then(() => asked.fetchTopicOffsets('left')));
    await admin.close();
    go();
    await expect(underWay).rejects.toThrow('given up');
    await expect(admin.ask((asked) => asked.listTopics())).rejects.toThrow('closed');
    await until('there is no connection', () => proxy.connections === 0);
  });

  it('lets a session that is closed connect no more', async () => {
    await open().publish('closed', round(0));
    const client = kafkaClient({ brokers: [broker.brokers], applicationName: 'spec', retry: SEND_ONCE });
    const session = new Session(
      { openClient: () => client, sessionTimeoutMs: SESSION_TIMEOUT_MS },
      { groupId: 'closed', topics: ['closed'], fromBeginning: true, onAssigned: () => undefined, onFetched: async () => true, ended: async () => undefined },
    );
    await session.join();
    await session.close();
    // A broker that takes long to let the member go has some more time for it.
    const isGivenUp = () => client.admin().connect().then(() => false, (error: unknown) => String(error).includes('given up'));
    await until('it is given up', isGivenUp);
  });

  it('lets in who shows the certificate that a broker asks for, and nobody else', async () => {
    const { mutualBrokers, ca, client } = broker;
    const bus = open(undefined, { brokers: [mutualBrokers], ssl: { ca, ...client } });
    const records: BusRecord[] = [];
    await collect(bus, 'mutual', records).ready;
    await bus.publish('mutual', round(0));
    await until('all are handled', () => countOf(records) >= KEYS.length);
    expect(await refusal({ brokers: [mutualBrokers], ssl: { ca } })).toMatch(/alert (bad certificate|certificate required)/);
  });

  it('loses nothing and inverts nothing when the broker is killed, says so meanwhile, and goes on by itself', async () => {
    const [one, two] = [open(), open()];
    const [records, shown]: [BusRecord[], BusRecord[]] = [[], []];
    const fromNow = two.consume({ topics: ['killed'], onBatch: async (batch) => void shown.push(...batch) });
    await Promise.all([collect(one, 'killed', records).ready, collect(two, 'killed', records).ready, fromNow.ready]);
    let n = 0;
    for (; n < 20; n += 1) await one.publish('killed', round(n));
    await broker.kill();
    await expect(one.publish('killed', round(n))).rejects.toThrow(Unreachable);
    await expect(one.check()).rejects.toThrow(Unreachable);
    const publishing = (async () => {
      for (; n < 40; n += 1) await publish(one, 'killed', round(n), TRIES);
    })();
    await Promise.all([broker.start(), publishing]);
    await until('all are handled', () => countOf(records) >= n * KEYS.length && countOf(shown) >= n * KEYS.length);
    expect(firstSeen(records)).toEqual(expected(n));
    expect(firstSeen(shown)).toEqual(expected(n));
    await expect(one.check()).resolves.toBeUndefined();
  });
});
