/** A record to publish. `value` is JSON; records of one key keep their order. */
export interface NewRecord {
  readonly key: string;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BusRecord extends NewRecord {
  readonly topic: string;
  readonly partition: number;
  /** Rises by one within a partition. */
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601 UTC. */
  readonly publishedAt: string;
}

/** How often one record is tried, and how long between, before it goes to the dead-letter topic. */
export interface RetryPolicy {
  readonly attemptsMax: number;
  readonly firstDelayMs: number;
  readonly delayMaxMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attemptsMax: 5, firstDelayMs: 100, delayMaxMs: 5_000 };

interface ConsumeBase {
  readonly topics: readonly string[];
  /** Records handed over at once, at most; default 500. */
  readonly batchMax?: number;
  readonly retry?: RetryPolicy;
  /**
   * Records of ONE partition in order. When the promise resolves, the effect is durable and the offsets move. When it
   * rejects, the records are tried one at a time, with back-off; one that fails for good goes to `<topic>.dlq` with its
   * reason and the partition goes on. A {@link Unprocessable} is not retried; a {@link Unreachable} is retried for ever with
   * back-off and never dead-lettered, because the fault is not the record's.
   */
  readonly onBatch: (records: readonly BusRecord[]) => Promise<void>;
}

/** One of a group: the partitions are shared among its members; starts at the oldest record. */
export interface ConsumeAsGroup extends ConsumeBase {
  readonly group: string;
}

/** On its own: sees every record from now on; nothing is remembered. Failures are logged and skipped. */
export interface ConsumeFromNow extends ConsumeBase {
  readonly group?: undefined;
}

export interface Consumer {
  /** Resolves when every assigned partition is being read, at the latest after the first assignment. */
  readonly ready: Promise<void>;
  /** Stops fetching, lets the running batches end, hands the partitions over. */
  stop(): Promise<void>;
}

/** The broker. Adapters: in-memory, PostgreSQL, Kafka; all pass `messageBusContract`. */
export interface MessageBus {
  /** Durable when it resolves; records of one call are stored in their order. @throws Unreachable */
  publish(topic: string, records: readonly NewRecord[]): Promise<void>;
  consume(options: ConsumeAsGroup | ConsumeFromNow): Consumer;
  /** Sends the dead letters of `topic` to it again, oldest first; answers how many. */
  redrive(topic: string): Promise<number>;
  /** Resolves when a record could be published now. @throws Unreachable */
  check(): Promise<void>;
  /** Stops all consumers and lets go of the broker. */
  close(): Promise<void>;
}

/** The record itself is wrong (bad shape, unknown reference): trying again cannot help. */
export class Unprocessable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unprocessable';
  }
}

/** Something that we depend on is away; the record is fine. */
export class Unreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unreachable';
  }
}

/** Where the records of `topic` go that could not be processed. */
export const deadLettersOf = (topic: string): string => `${topic}.dlq`;

/** Headers of a dead letter: where it was, how often it was tried and why it failed. */
export const DEAD_LETTER_HEADERS = {
  topic: 'parley_origin_topic',
  partition: 'parley_origin_partition',
  offset: 'parley_origin_offset',
  attempts: 'parley_attempts',
  reason: 'parley_reason',
  failedAt: 'parley_failed_at',
} as const;
