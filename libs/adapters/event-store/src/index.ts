export * from './create-event-store';
export { EVENT_STORE_ELSEWHERE_MIGRATIONS, EVENT_STORE_MIGRATIONS, EVENT_STORE_SCHEMA } from './log-place';
export * from './postgres/create-postgres-event-store';
export { PostgresEventStore } from './postgres/postgres-event-store';
