import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import type { KafkaConnection } from './kafka-connection';

const CONNECT_MAX_MS = 3_000;
const REQUEST_MAX_MS = 10_000;

export interface KafkaClientSettings extends KafkaConnection {
  readonly applicationName: string;
}

/** How often kafkajs itself tries again before it tells us, who wait longer. */
export const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 } as const;

/**
 * A client of its own for each consumer: clients keep the offsets of a group in one place, and two consumers of a group would
 * spoil each other's.
 */
export function kafkaClient({ applicationName, brokers, sasl, ssl }: KafkaClientSettings): Kafka {
  return new Kafka({
    clientId: applicationName,
    brokers: [...brokers],
    connectionTimeout: CONNECT_MAX_MS,
    authenticationTimeout: REQUEST_MAX_MS,
    requestTimeout: REQUEST_MAX_MS,
    enforceRequestTimeout: true,
    retry: RETRY,
    ...(sasl && { sasl: sasl as SASLOptions }),
    ...(ssl && { ssl: ssl === true ? true : { ...ssl } }),
    // It calls every rebalance an error. What matters reaches us as rejections and is told by the observer.
    logLevel: logLevel.NOTHING,
  });
}
