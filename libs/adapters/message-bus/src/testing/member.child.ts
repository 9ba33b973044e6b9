import { journalLine } from '@parley/event-sourcing/testing';
import { appendFileSync } from 'node:fs';
import { createPostgresMessageBus } from '../index';
import { createKafkaMessageBus } from '../kafka';
import type { ChildSettings } from './spawn-member';

/** A member of a group in a process of its own, for specs that kill it. */
async function main({ topic, group, journalPath, stuck, ...engine }: ChildSettings): Promise<void> {
  const applicationName = 'spec child';
  const bus =
    'databaseUrl' in engine
      ? await createPostgresMessageBus({ ...engine, applicationName })
      : createKafkaMessageBus({ connection: engine.kafka, sessionTimeoutMs: engine.sessionTimeoutMs, applicationName });
  const consumer = bus.consume({
    topics: [topic],
    group,
    batchMax: 10,
    onBatch: async (records) => {
      for (const record of records) appendFileSync(journalPath, journalLine(record));
      if (stuck) await new Promise(() => undefined);
    },
  });
  await consumer.ready;
  process.send?.('ready');
}

process.once('disconnect', () => process.exit(0));
process.once('message', (settings) => void main(settings as ChildSettings));
