import { TOPICS } from '@parley/contracts';
import { createMessageBus } from '@parley/message-bus';
import { databaseAddress } from './database-address';

/** `npm run redrive -- <topic>`: sends the dead letters of a topic to it again, oldest first. */
async function redrive(topic: string | undefined): Promise<void> {
  const topics: readonly string[] = Object.values(TOPICS);
  if (topic === undefined || !topics.includes(topic)) throw new Error(`name a topic: ${topics.join(', ')}`);
  const { KAFKA_BROKERS: kafkaBrokers } = process.env;
  const bus = await createMessageBus({ databaseUrl: databaseAddress(process.env), applicationName: 'parley-redrive', ...(kafkaBrokers && { kafkaBrokers }) });
  try {
    const sent = await bus.redrive(topic);
    process.stdout.write(`${sent} dead letter${sent === 1 ? '' : 's'} of ${topic} sent again\n`);
  } finally {
    await bus.close();
  }
}

redrive(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
