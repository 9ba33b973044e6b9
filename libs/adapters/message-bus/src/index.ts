export * from './bus-log';
export * from './bus-metrics';
export * from './create-message-bus';
export * from './kafka/kafka-connection';
export * from './nest/connect-message-bus';
export * from './nest/parley-transport.strategy';
export * from './postgres/create-postgres-message-bus';
export { PostgresMessageBus } from './postgres/postgres-message-bus';
export { MESSAGE_BUS_ELSEWHERE_MIGRATIONS, MESSAGE_BUS_MIGRATIONS, MESSAGE_BUS_SCHEMA } from './topics-place';
