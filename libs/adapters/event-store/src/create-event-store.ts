import type { EventStore } from '@parley/event-sourcing';
import { createPostgresEventStore, type PostgresEventStoreSettings } from './postgres/create-postgres-event-store';

export interface EventStoreSettings extends PostgresEventStoreSettings {
  /** `EVENTSTORE_URL`: where an EventStoreDB is. Empty or absent: the log is in PostgreSQL. */
  readonly eventStoreUrl?: string;
}

/** A store that its owner closes. */
export interface OwnedEventStore extends EventStore {
  close(): Promise<void>;
}

/** The engine that the settings name. @throws Error naming `EVENTSTORE_URL` when it is set: there is no adapter for it */
export async function createEventStore({ eventStoreUrl, ...settings }: EventStoreSettings): Promise<OwnedEventStore> {
  if (eventStoreUrl)
    throw new Error('EVENTSTORE_URL is set, but EventStoreDB is not supported yet: unset it to keep the log in PostgreSQL');
  return createPostgresEventStore(settings);
}
