import type { EventStore } from '@parley/event-sourcing';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store';
import { createPostgresEventStore, type PostgresEventStoreSettings } from './postgres/create-postgres-event-store';

export interface EventStoreSettings extends PostgresEventStoreSettings {
  /** `EVENTSTORE_URL`: where an EventStoreDB is. Empty or absent: the log is in PostgreSQL. */
  readonly eventStoreUrl?: string;
}

/** A store that its owner closes. */
export interface OwnedEventStore extends EventStore {
  close(): Promise<void>;
}

/** The engine that the settings name; it need not be reachable yet. @throws Error naming `EVENTSTORE_URL` when that is no address */
export async function createEventStore({ eventStoreUrl, ...settings }: EventStoreSettings): Promise<OwnedEventStore> {
  return eventStoreUrl ? new EventStoreDbEventStore({ eventStoreUrl }) : createPostgresEventStore(settings);
}
