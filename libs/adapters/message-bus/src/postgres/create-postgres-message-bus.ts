import { type BusObserver, observers } from '@parley/event-sourcing';
import { migrate } from '@parley/read-store';
import { busLog, type BusLogger } from '../bus-log';
import { CreateConsumerGroups1763800000002 } from './create-consumer-groups.migration';
import { CreateMessageLog1763800000001 } from './create-message-log.migration';
import { PostgresMessageBus, type PostgresMessageBusOptions } from './postgres-message-bus';

export interface PostgresMessageBusSettings extends Omit<PostgresMessageBusOptions, 'observer'> {
  readonly logger?: BusLogger;
  readonly observer?: BusObserver;
}

/** The schema of the bus, and every change of it. */
export const MESSAGE_BUS_SCHEMA = 'message_bus';
export const MESSAGE_BUS_MIGRATIONS = [CreateMessageLog1763800000001, CreateConsumerGroups1763800000002];

/** Opens the bus in schema `message_bus`, creating it when it is not there; processes may start at once. */
export async function createPostgresMessageBus({ logger, observer, ...settings }: PostgresMessageBusSettings): Promise<PostgresMessageBus> {
  await migrate(settings.databaseUrl, MESSAGE_BUS_SCHEMA, MESSAGE_BUS_MIGRATIONS, logger);
  return new PostgresMessageBus({ ...settings, observer: observers(observer, logger && busLog(logger)) });
}
