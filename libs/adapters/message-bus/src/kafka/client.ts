import { Kafka, type KafkaConfig, logLevel, type RetryOptions, type SASLOptions } from 'kafkajs';
import { calmRequestQueue } from './calm-request-queue';
import { Connections } from './connections';
import type { KafkaConnection } from './kafka-connection';

calmRequestQueue();

const CONNECT_MAX_MS = 3_000;
const REQUEST_MAX_MS = 10_000;

export interface KafkaClientSettings extends KafkaConnection {
  readonly applicationName: string;
  readonly retry?: RetryOptions;
}

/** How often kafkajs itself tries again before it tells us, who wait longer. */
export const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 } as const;

/** Who publishes waits for an answer, and our own queue tries again. */
export const RETRY_FOR_PUBLISHERS = { ...RETRY, retries: 1 } as const;

/**
 * What is sent is sent again by our own queue, all of it. kafkajs would leave out every broker that has answered once, also for
 * partitions that it has come to lead since, and call all of it sent (ADR 10).
 */
export const SEND_ONCE = { ...RETRY, retries: 0 } as const;

/** A consumer that waits for a broker inside kafkajs is still the member that it was when the broker is back: nobody's session need run out. */
export const RETRY_FOR_CONSUMERS = { ...RETRY, retries: 30 } as const;

/** kafkajs, and its connections, so that they end. */
export class KafkaClient extends Kafka {
  private readonly connections: Connections;

  constructor(config: KafkaConfig) {
    const connections = new Connections();
    super({ ...config, socketFactory: connections.open });
    this.connections = connections;
  }

  /** What waits for an answer fails, and no connection is there any more or will be: kafkajs' own `disconnect` says so only of those that were there. */
  end(): void {
    this.connections.end();
  }
}

/**
 * A client of its own for each consumer: clients keep the offsets of a group in one place, and two consumers of a group would
 * spoil each other's.
 */
export function kafkaClient({ applicationName, brokers, sasl, ssl, retry = RETRY }: KafkaClientSettings): KafkaClient {
  return new KafkaClient({
    clientId: applicationName,
    brokers: [...brokers],
    connectionTimeout: CONNECT_MAX_MS,
    authenticationTimeout: REQUEST_MAX_MS,
    requestTimeout: REQUEST_MAX_MS,
    enforceRequestTimeout: true,
    retry,
    ...(sasl && { sasl: sasl as SASLOptions }),
    ...(ssl && { ssl: ssl === true ? true : { ...ssl } }),
    // It calls every rebalance an error. What matters reaches us as rejections and is told by the observer.
    logLevel: logLevel.NOTHING,
  });
}
