import { Unreachable } from '../message-bus/message-bus';

/** A fact to be stored. `id` is derived from the command and the index ({@link eventId}), so a repeat is recognised. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata?: EventMetadata;
}

/** Why an event is there: the command or event that caused it, and the request both belong to. */
export interface EventMetadata {
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** A fact as the log holds it. */
export interface RecordedEvent {
  readonly id: string;
  readonly stream: string;
  /** 0 for the first event of its stream, without gaps. */
  readonly revision: number;
  /**
   * Rises over the whole log, in some engines with gaps: nobody counts with it. Readers in position order skip nothing and never see a
   * stream's revisions inverted.
   */
  readonly position: number;
  readonly type: string;
  readonly data: object;
  readonly metadata: EventMetadata;
  /** ISO 8601 UTC, on the store's clock. */
  readonly recordedAt: string;
}

/** The revision of the last event that the writer has seen; `no-stream` for none. */
export type ExpectedRevision = number | 'no-stream';

export interface Append {
  /** `<category>-<id>`; the category is what stands before the first dash. */
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

export interface Appended {
  /** Revision and position of the last event of this append. */
  readonly revision: number;
  readonly position: number;
  readonly recordedAt: string;
  /**
   * True when the first event's id was in the stream already: nothing was written, the numbers are those of then. Every engine knows the
   * last 2,000 ids of a stream, whatever revision is expected; PostgreSQL knows all. Who may repeat something later than that must know it
   * by their own state, as messages of customers are known by their wamid.
   */
  readonly duplicate: boolean;
}

export interface ReadAll {
  /** Exclusive; 0 is before everything. */
  readonly after: number;
  readonly limit: number;
  /** Only streams of these categories; all when absent. */
  readonly categories?: readonly string[];
  /** Only events of these types; all when absent. */
  readonly types?: readonly string[];
}

export interface AllSlice {
  readonly events: readonly RecordedEvent[];
  /** Where to go on: everything up to here was looked at, filtered events included. */
  readonly position: number;
}

export interface Subscription extends Omit<ReadAll, 'limit'> {
  /** At most so many events in one call. */
  readonly batchMax?: number;
  /**
   * Called in order, one batch at a time; the next waits for the promise. A rejection is retried with back-off. A batch without
   * events says that others, which the filter left out, moved the position.
   */
  readonly onBatch: (slice: AllSlice) => Promise<void>;
  /** Told of each rejection of `onBatch` and each failure to read, before it is tried again. */
  readonly onError?: (error: unknown) => void;
  /** Ends the subscription; `subscribe` then resolves after the running batch. */
  readonly signal: AbortSignal;
}

/** The log. Adapters: in-memory, PostgreSQL, EventStoreDB; all pass `eventStoreContract`. */
export interface EventStore {
  /**
   * Stores all events or none, durably, at exactly the revision that the writer saw.
   * @throws RevisionConflict when another writer was first · StoreUnavailable when the outcome is unknown or nothing was stored
   */
  append(append: Append): Promise<Appended>;
  /** The stream in order, from revision `from` (inclusive, default 0); empty when there is no such stream. */
  readStream(stream: string, options?: { from?: number; limit?: number }): Promise<readonly RecordedEvent[]>;
  readAll(options: ReadAll): Promise<AllSlice>;
  /** Position of the newest event; 0 when the log is empty. */
  head(): Promise<number>;
  /** Catches up, then follows; resolves when `signal` aborts. Survives losing the store: reconnects with back-off. */
  subscribe(subscription: Subscription): Promise<void>;
}

/** Another writer appended first: read again and decide afresh. */
export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`stream ${stream} is at ${actual}, expected ${expected}`);
    this.name = 'RevisionConflict';
  }
}

/** The store did not answer; repeating the same append is safe. For a consumer of the bus: not the record's fault. */
export class StoreUnavailable extends Unreachable {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** What stands before the first dash. */
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-') === -1 ? undefined : stream.indexOf('-'));
