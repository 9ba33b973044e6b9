export * from './create-event-store';
export { EventStoreDbEventStore, type EventStoreDbSettings } from './eventstoredb/eventstoredb-event-store';
export * from './postgres/create-postgres-event-store';
export { PostgresEventStore } from './postgres/postgres-event-store';
