import { type AllSlice, type Append, type Appended, type EventStore, follow, type ReadAll, type RecordedEvent, StoreUnavailable, type Subscription } from '@parley/event-sourcing';
import { Appending } from './appending';
import { Connection } from './connection';
import { LogReader } from './log-reader';
import { Slots } from './slots';
import { StreamIds } from './stream-ids';
import { Tail } from './tail';

export interface EventStoreDbSettings {
  /** `esdb://…`, the client's connection string. */
  readonly eventStoreUrl: string;
  /** By which the server knows this client. */
  readonly connectionName?: string;
  /** Of one try to append; default 3 s. */
  readonly appendTimeoutMs?: number;
  /** Without any answer to a read, or to the wish to subscribe; default 5 s. */
  readonly readTimeoutMs?: number;
  /** After so long without an event a subscription is looked after; default 10 s. */
  readonly silenceMs?: number;
}

/** Fewer than servers allow on one connection, so that a read never waits for the appends. */
const APPENDS = { runningMax: 64, waitingMax: 5_000, waitMaxMs: 8_000 };

/** The log in EventStoreDB or KurrentDB, by one client; see `docs/adr/0009-eventstoredb-by-its-node-client.md`. */
export class EventStoreDbEventStore implements EventStore {
  private readonly connection: Connection;
  private readonly reader: LogReader;
  private readonly ids: StreamIds;
  private readonly appending: Appending;
  private readonly appends = new Slots(APPENDS);
  private readonly closing = new AbortController();
  /** Where subscriptions go on, as long as it has not been seen that the log has it. */
  private readonly unproven = new Set<number>();
  private closed: Promise<void> | undefined;
  private readonly timeoutMs: number;
  private readonly silenceMs: number;

  constructor({ eventStoreUrl, connectionName, appendTimeoutMs = 3_000, readTimeoutMs = 5_000, silenceMs = 10_000 }: EventStoreDbSettings) {
    this.connection = Connection.to(eventStoreUrl, connectionName);
    this.timeoutMs = readTimeoutMs;
    this.silenceMs = silenceMs;
    this.reader = new LogReader(this.connection, readTimeoutMs);
    this.ids = new StreamIds(this.reader);
    const { connection, reader, ids } = this;
    this.appending = new Appending({ connection, reader, ids, timeoutMs: appendTimeoutMs, closing: this.closing.signal });
  }

  async append(append: Append): Promise<Appended> {
    if (this.closing.signal.aborted) throw new StoreUnavailable('the event store is closed');
    return this.appends.run(() => this.appending.append(append));
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<readonly RecordedEvent[]> {
    const events = await this.reader.stream(stream, options);
    this.ids.note(stream, events);
    return events;
  }

  readAll(options: ReadAll): Promise<AllSlice> {
    return this.reader.all(options);
  }

  async head(): Promise<number> {
    await Promise.all([...this.unproven].map((position) => this.prove(position)));
    return this.reader.head();
  }

  async subscribe(subscription: Subscription): Promise<void> {
    const signal = AbortSignal.any([subscription.signal, this.closing.signal]);
    const { connection, timeoutMs, silenceMs } = this;
    const tail = new Tail({ ...subscription, signal }, { connection, head: () => this.head(), prove: (position) => this.prove(position), timeoutMs, silenceMs });
    try {
      await follow(tail, (_, until) => tail.waitForMore(until), { ...subscription, signal });
    } finally {
      tail.close();
    }
  }

  /** Until the log is known to have an event there, this store is away: what was folded from another log fits nothing. */
  private async prove(position: number): Promise<void> {
    this.unproven.add(position);
    await this.reader.holds(position);
    this.unproven.delete(position);
  }

  /** Ends the subscriptions, settles the appends that were handed in, and lets go of the connection. */
  close(): Promise<void> {
    this.closing.abort();
    this.closed ??= this.appends.settled().then(() => this.connection.close());
    return this.closed;
  }
}
