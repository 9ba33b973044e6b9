export { EventStoreDbEventStore, type EventStoreDbSettings } from './eventstoredb/eventstoredb-event-store';
