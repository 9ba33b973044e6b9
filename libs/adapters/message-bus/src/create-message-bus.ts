import type { MessageBus } from '@parley/event-sourcing';
import { createPostgresMessageBus, type PostgresMessageBusSettings } from './postgres/create-postgres-message-bus';

export interface MessageBusSettings extends PostgresMessageBusSettings {
  /** `KAFKA_BROKERS`: where a Kafka is. Empty or absent: the log is in PostgreSQL. */
  readonly kafkaBrokers?: string | readonly string[];
}

/** The engine that the settings name. @throws Error naming `KAFKA_BROKERS` when it is set: there is no adapter for it */
export async function createMessageBus({ kafkaBrokers, ...settings }: MessageBusSettings): Promise<MessageBus> {
  if (kafkaBrokers?.length) throw new Error('KAFKA_BROKERS is set, but Kafka is not supported yet: unset it to keep the topics in PostgreSQL');
  return createPostgresMessageBus(settings);
}
