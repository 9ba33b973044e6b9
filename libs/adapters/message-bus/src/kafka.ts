export * from './kafka/create-kafka-message-bus';
export { KafkaMessageBus } from './kafka/kafka-message-bus';
