import { type BusObserver, observers } from '@parley/event-sourcing';
import { busLog, type BusLogger } from '../bus-log';
import { MESSAGE_BUS_MIGRATIONS, placeTopics } from '../topics-place';
import { PostgresMessageBus, type PostgresMessageBusOptions } from './postgres-message-bus';

export interface PostgresMessageBusSettings extends Omit<PostgresMessageBusOptions, 'observer'> {
  readonly logger?: BusLogger;
  readonly observer?: BusObserver;
}

/** Opens the bus in schema `message_bus`, creating it when it is not there; processes may start at once. @throws CannotOpenDatabase */
export async function createPostgresMessageBus({ logger, observer, ...settings }: PostgresMessageBusSettings): Promise<PostgresMessageBus> {
  await placeTopics(settings.databaseUrl, MESSAGE_BUS_MIGRATIONS, logger);
  return new PostgresMessageBus({ ...settings, observer: observers(observer, logger && busLog(logger)) });
}
