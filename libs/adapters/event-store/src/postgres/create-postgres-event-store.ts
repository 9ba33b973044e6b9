import { migrate } from '@parley/read-store';
import { CreateEventLog1763800000000 } from './create-event-log.migration';
import { PostgresEventStore } from './postgres-event-store';

export interface PostgresEventStoreSettings {
  readonly databaseUrl: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Connections for reading, at most; default 4. One more appends, one more listens. */
  readonly poolMax?: number;
  readonly logger?: { warn(fields: object, message: string): void };
}

/** The schema of the log, and every change of it. */
export const EVENT_STORE_SCHEMA = 'event_store';
export const EVENT_STORE_MIGRATIONS = [CreateEventLog1763800000000];

/** Opens the log in schema `event_store`, creating it when it is not there; processes may start at once. */
export async function createPostgresEventStore({ logger, ...settings }: PostgresEventStoreSettings): Promise<PostgresEventStore> {
  await migrate(settings.databaseUrl, EVENT_STORE_SCHEMA, EVENT_STORE_MIGRATIONS, logger);
  return new PostgresEventStore(settings, (error) => logger?.warn({ err: error }, 'the event store is out of reach; trying again'));
}
