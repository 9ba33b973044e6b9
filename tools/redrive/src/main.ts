import { TOPICS } from '@parley/contracts';
import { createMessageBus } from '@parley/message-bus';
import { createKafkaMessageBus } from '@parley/message-bus/kafka';
import { kafkaConnection, KafkaSettings, loadSettings } from '@parley/service-kit';
import { databaseAddress } from './database-address';

/** `npm run redrive -- <topic>`: sends the dead letters of a topic to it again, oldest first; on the Kafka of KAFKA_BROKERS when it is set. */
async function redrive(topic: string | undefined): Promise<void> {
  const topics: readonly string[] = Object.values(TOPICS);
  if (topic === undefined || !topics.includes(topic)) throw new Error(`name a topic: ${topics.join(', ')}`);
  const connection = kafkaConnection(loadSettings(KafkaSettings));
  const applicationName = 'parley-redrive';
  const bus = connection ? createKafkaMessageBus({ connection, applicationName }) : await createMessageBus({ databaseUrl: databaseAddress(process.env), applicationName });
  try {
    const sent = await bus.redrive(topic);
    process.stdout.write(`${sent} dead letter${sent === 1 ? '' : 's'} of ${topic} sent again\n`);
  } finally {
    await bus.close();
  }
}

/** What happened, and why: a wrong password is not a broker that is away. */
const said = ({ message, cause }: Error): string => (cause instanceof Error && cause.message !== message ? `${message}: ${said(cause)}` : message);

redrive(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${said(error as Error)}\n`);
  process.exitCode = 1;
});
