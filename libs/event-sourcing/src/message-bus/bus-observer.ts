/** A partition as one group (or a consumer from now on, `group` undefined) reads it. */
export interface ConsumedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly group: string | undefined;
}

/** Told what a message bus does, for metrics and logs. Called while records are handled: quick, and never throws. */
export interface BusObserver {
  published?(topic: string, records: number): void;
  /** A batch's effect is durable. */
  handled?(from: ConsumedPartition, records: number, tookMs: number): void;
  /** A handler failed; the record is tried again. */
  retried?(from: ConsumedPartition, failure: Failure): void;
  /** A record failed for good and is now in the dead-letter topic. */
  deadLettered?(from: ConsumedPartition, failure: Failure): void;
  /** A consumer from now on failed with a record and goes on without it. */
  skipped?(from: ConsumedPartition, failure: Failure): void;
  /** How many records a group has before it; about once a second. */
  lag?(from: ConsumedPartition, records: number): void;
  /** This process no longer reads the partition. */
  released?(from: ConsumedPartition): void;
  /** The engine did not answer; the bus tries again with back-off. */
  troubled?(doing: string, error: unknown): void;
}

export interface Failure {
  readonly offset: number;
  readonly attempt: number;
  readonly error: unknown;
}

/** What all of `observers` are told. */
export function observers(...all: readonly (BusObserver | undefined)[]): BusObserver {
  const told = all.filter((observer) => observer !== undefined);
  return {
    published: (topic, records) => told.forEach((observer) => observer.published?.(topic, records)),
    handled: (from, records, tookMs) => told.forEach((observer) => observer.handled?.(from, records, tookMs)),
    retried: (from, failure) => told.forEach((observer) => observer.retried?.(from, failure)),
    deadLettered: (from, failure) => told.forEach((observer) => observer.deadLettered?.(from, failure)),
    skipped: (from, failure) => told.forEach((observer) => observer.skipped?.(from, failure)),
    lag: (from, records) => told.forEach((observer) => observer.lag?.(from, records)),
    released: (from) => told.forEach((observer) => observer.released?.(from)),
    troubled: (doing, error) => told.forEach((observer) => observer.troubled?.(doing, error)),
  };
}
