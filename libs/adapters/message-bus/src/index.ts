export * from './bus-log';
export * from './bus-metrics';
export * from './create-message-bus';
export * from './nest/connect-message-bus';
export * from './nest/parley-transport.strategy';
export * from './postgres/create-postgres-message-bus';
export { PostgresMessageBus } from './postgres/postgres-message-bus';
