import type { BusObserver, NewRecord } from '@parley/event-sourcing';
import type { AdminConnection } from '../admin';
import type { KafkaClient } from '../client';
import type { Topics } from '../topics';

/** What all consumers of a process share. */
export interface Consuming {
  /** A client of its own for each consumer, see `kafkaClient`. */
  readonly openClient: () => KafkaClient;
  readonly admin: AdminConnection;
  readonly topics: Topics;
  readonly observer: BusObserver;
  readonly publish: (topic: string, records: readonly NewRecord[]) => Promise<void>;
  /** After so long without a sign a member is dead and its partitions go to others. */
  readonly sessionTimeoutMs: number;
  /** How long a consumer that stops waits for its running batches. */
  readonly drainMaxMs: number;
}

/** The name of a group in Kafka, where other products have groups too. */
export const groupIdOf = (group: string): string => `parley.${group}`;
