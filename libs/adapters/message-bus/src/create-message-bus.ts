import type { MessageBus } from '@parley/event-sourcing';
import { createKafkaMessageBus } from './kafka/create-kafka-message-bus';
import type { KafkaConnection } from './kafka/kafka-connection';
import { createPostgresMessageBus, type PostgresMessageBusSettings } from './postgres/create-postgres-message-bus';

export interface MessageBusSettings extends PostgresMessageBusSettings {
  /** Where a Kafka is; absent: the log is in PostgreSQL. */
  readonly kafka?: KafkaConnection | undefined;
}

/** The engine that the settings name. */
export async function createMessageBus({ kafka, ...settings }: MessageBusSettings): Promise<MessageBus> {
  if (kafka === undefined) return createPostgresMessageBus(settings);
  const { databaseUrl: _, ...shared } = settings;
  return createKafkaMessageBus({ ...shared, connection: kafka });
}
