import { createTestDatabase } from '@parley/read-store/testing';
import { createMessageBus, PostgresMessageBus } from './index';
import { KafkaMessageBus } from './kafka';

const nowhere = { brokers: ['127.0.0.1:1'] };

describe('the engine of the message bus', () => {
  it.each([
    ['PostgreSQL', PostgresMessageBus, undefined, nowhere],
    ['Kafka', KafkaMessageBus, nowhere, undefined],
  ])('stays what it was for a database whose topics are in %s', async (_, engine, first, then) => {
    const { databaseUrl, drop } = await createTestDatabase();
    const open = (kafka: typeof first) => createMessageBus({ databaseUrl, applicationName: 'spec', kafka });
    const bus = await open(first);
    expect(bus).toBeInstanceOf(engine);
    await bus.close();
    await expect(open(then)).rejects.toMatchObject({ message: expect.stringContaining('KAFKA_BROKERS: the topics of this database are in'), exitCode: 78 });
    await (await open(first)).close();
    await drop();
  }, 60_000);
});
