import type { MessageBus } from '@parley/event-sourcing';
import type { KafkaConnection } from './kafka/kafka-connection';
import { createPostgresMessageBus, type PostgresMessageBusSettings } from './postgres/create-postgres-message-bus';
import { MESSAGE_BUS_ELSEWHERE_MIGRATIONS, placeTopics } from './topics-place';

export interface MessageBusSettings extends PostgresMessageBusSettings {
  /** Where a Kafka is; absent: the log is in PostgreSQL. */
  readonly kafka?: KafkaConnection | undefined;
}

/**
 * The engine that the settings name; a Kafka need not be reachable yet.
 *
 * @throws CannotOpenDatabase, also where the topics of the database are in the other engine
 */
export async function createMessageBus({ kafka, ...settings }: MessageBusSettings): Promise<MessageBus> {
  if (kafka === undefined) return createPostgresMessageBus(settings);
  const { databaseUrl, ...shared } = settings;
  await placeTopics(databaseUrl, MESSAGE_BUS_ELSEWHERE_MIGRATIONS, settings.logger);
  const { createKafkaMessageBus } = await import('./kafka/create-kafka-message-bus'); // who has no Kafka does not load its client
  return createKafkaMessageBus({ ...shared, connection: kafka });
}
