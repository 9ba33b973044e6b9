import { TOPICS } from '@parley/contracts';
import { type MessageBus, Unprocessable } from '@parley/event-sourcing';
import { createMessageBus } from '@parley/message-bus';
import { createKafkaMessageBus } from '@parley/message-bus/kafka';
import { describeWithKafka, sharedBroker } from '@parley/message-bus/testing';
import { createTestDatabase } from '@parley/read-store/testing';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = join(__dirname, '..');
const run = (env: object, ...args: string[]) =>
  spawnSync(process.execPath, [join(folder, 'dist', 'main.js'), ...args], { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8', timeout: 30_000 });

beforeAll(() => {
  spawnSync('npm', ['run', '-s', 'build'], { cwd: folder });
}, 60_000);

/** A record cannot be processed, and then it can; what the program says, and what is handled. */
async function mendedBy(bus: MessageBus, topic: string, env: object): Promise<object> {
  const handled: unknown[] = [];
  let mended = false;
  const { ready } = bus.consume({
    group: 'spec',
    topics: [topic],
    onBatch: async (records) => {
      if (!mended) throw new Unprocessable('not yet');
      handled.push(...records.map(({ value }) => value));
    },
  });
  await ready;
  const letters: unknown[] = [];
  bus.consume({ group: 'letters', topics: [`${topic}.dlq`], onBatch: async (records) => void letters.push(...records) });
  await bus.publish(topic, [{ key: 'a', value: { n: 1 } }]);
  while (letters.length === 0) await sleep(20);

  mended = true;
  const [first, again] = [run(env, topic), run(env, topic)];
  while (handled.length === 0) await sleep(20);
  await bus.close();
  return { said: [first, again].map(({ status, stdout }) => `${status}: ${stdout.trim()}`), handled };
}

const MENDED = { said: [`0: 1 dead letter of ${TOPICS.channelInbound} sent again`, `0: 0 dead letters of ${TOPICS.channelInbound} sent again`], handled: [{ n: 1 }] };

describe('redrive', () => {
  it('sends the dead letters of a topic to it again, once', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const bus = await createMessageBus({ databaseUrl, applicationName: 'spec' });
    expect(await mendedBy(bus, TOPICS.channelInbound, { DATABASE_URL: databaseUrl })).toEqual(MENDED);
    await drop();
  }, 60_000);

  it('says what it needs', () => {
    expect(run({}, 'nonsense')).toMatchObject({ status: 1, stderr: expect.stringContaining(TOPICS.channelInbound) });
    expect(run({ PARLEY_DATA_DIR: '/nowhere' }, TOPICS.channelInbound)).toMatchObject({ status: 1, stderr: expect.stringContaining('/nowhere') });
  });
});

describeWithKafka('redrive on Kafka', () => {
  let brokers: string;
  beforeAll(async () => void (brokers = await sharedBroker()), 180_000);

  it('sends the dead letters of a topic to it again, once', async () => {
    const bus = createKafkaMessageBus({ connection: { brokers: [brokers] }, applicationName: 'spec' });
    expect(await mendedBy(bus, TOPICS.channelInbound, { KAFKA_BROKERS: brokers })).toEqual(MENDED);
  }, 90_000);

  it('says why it could not', () => {
    const { status, stderr } = run({ KAFKA_BROKERS: '127.0.0.1:1' }, TOPICS.channelInbound);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/out of reach.*: .*ECONNREFUSED/) });
  }, 60_000);
});
