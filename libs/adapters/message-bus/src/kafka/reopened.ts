import { Unreachable } from '@parley/event-sourcing';
import { inTime, Overdue, within } from '../deadline';
import type { KafkaClient } from './client';

/** A request has 10 s; who waits longer waits for an answer that cannot come. */
const USE_MAX_MS = 12_000;
/** For what is on its way to be answered. */
const DISCONNECT_MAX_MS = 2_500;

interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

interface Opened<T> {
  readonly kafka: KafkaClient;
  readonly client: T;
  readonly connected: Promise<void>;
}

/**
 * A producer or an admin of kafkajs, connected when it is first used. One that does not answer in time is dropped and the next use opens another:
 * where a host is gone without a word, kafkajs goes on writing to the same dead connection for minutes.
 */
export class Reopened<T extends Connectable> {
  private current: Opened<T> | undefined;
  private closed = false;

  constructor(
    private readonly openKafka: () => KafkaClient,
    private readonly make: (kafka: KafkaClient) => T,
  ) {}

  /** @throws Overdue, Unreachable after the end, or what connecting or `work` rejects with */
  async use<Result>(work: (client: T) => Promise<Result>): Promise<Result> {
    if (this.closed) throw new Unreachable('the message bus is closed');
    const opened = (this.current ??= this.connect());
    try {
      return await inTime(USE_MAX_MS, opened.connected.then(() => work(opened.client)));
    } catch (error) {
      if (isSilence(error)) this.drop(opened);
      throw error;
    }
  }

  /** What goes on after it fails. */
  async close(): Promise<void> {
    this.closed = true;
    const { current } = this;
    if (current === undefined) return;
    await within(DISCONNECT_MAX_MS, current.client.disconnect());
    current.kafka.end();
  }

  private connect(): Opened<T> {
    const kafka = this.openKafka();
    const client = this.make(kafka);
    const opened = { kafka, client, connected: client.connect() };
    opened.connected.catch(() => this.drop(opened));
    return opened;
  }

  private drop(opened: Opened<T>): void {
    if (this.current === opened) this.current = undefined;
    opened.kafka.end();
  }
}

/** However deep kafkajs has wrapped it. */
function isSilence(error: unknown): boolean {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1)
    if (inner instanceof Overdue || inner.name === 'KafkaJSRequestTimeoutError') return true;
  return false;
}
