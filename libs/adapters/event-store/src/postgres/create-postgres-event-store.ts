import { EVENT_STORE_MIGRATIONS, placeLog } from '../log-place';
import { PostgresEventStore } from './postgres-event-store';

export interface PostgresEventStoreSettings {
  readonly databaseUrl: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Connections for reading, at most; default 4. One more appends, one more listens. */
  readonly poolMax?: number;
  readonly logger?: { warn(fields: object, message: string): void };
}

/** Opens the log in schema `event_store`, creating it when it is not there; processes may start at once. */
export async function createPostgresEventStore({ logger, ...settings }: PostgresEventStoreSettings): Promise<PostgresEventStore> {
  await placeLog(settings.databaseUrl, EVENT_STORE_MIGRATIONS, logger);
  return new PostgresEventStore(settings, (error) => logger?.warn({ err: error }, 'the event store is out of reach; trying again'));
}
