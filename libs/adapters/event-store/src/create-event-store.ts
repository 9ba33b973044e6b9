import type { EventStore } from '@parley/event-sourcing';
import { EVENT_STORE_ELSEWHERE_MIGRATIONS, placeLog } from './log-place';
import { createPostgresEventStore, type PostgresEventStoreSettings } from './postgres/create-postgres-event-store';

export interface EventStoreSettings extends PostgresEventStoreSettings {
  /** `EVENTSTORE_URL`: where an EventStoreDB is. Empty or absent: the log is in PostgreSQL. */
  readonly eventStoreUrl?: string;
}

/** A store that its owner closes. */
export interface OwnedEventStore extends EventStore {
  close(): Promise<void>;
}

/**
 * The engine that the settings name; an EventStoreDB need not be reachable yet.
 *
 * @throws BadAddress of `EVENTSTORE_URL` · CannotOpenDatabase, also where the database belongs to a log in the other engine
 */
export async function createEventStore({ eventStoreUrl, ...settings }: EventStoreSettings): Promise<OwnedEventStore> {
  if (!eventStoreUrl) return createPostgresEventStore(settings);
  const { databaseUrl, applicationName, logger } = settings;
  const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store'); // who has none does not load its client
  const store = new EventStoreDbEventStore({ eventStoreUrl, connectionName: applicationName });
  try {
    await placeLog(databaseUrl, EVENT_STORE_ELSEWHERE_MIGRATIONS, logger);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
