import { inTime, Overdue } from '../deadline';

/** A request has 10 s; who waits longer waits for an answer that cannot come. */
const USE_MAX_MS = 12_000;

interface Client {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/**
 * A client of kafkajs, connected when it is first used. One that does not answer in time is dropped and the next use opens another:
 * where a host is gone without a word, kafkajs goes on writing to the same dead connection for minutes.
 */
export class Reopened<T extends Client> {
  private current: { readonly client: T; readonly connected: Promise<void> } | undefined;

  constructor(private readonly open: () => T) {}

  /** @throws Overdue, or what connecting or `work` rejects with */
  async use<Result>(work: (client: T) => Promise<Result>): Promise<Result> {
    const { client, connected } = (this.current ??= this.connect());
    try {
      return await inTime(USE_MAX_MS, connected.then(() => work(client)));
    } catch (error) {
      if (isSilence(error)) this.drop(client);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.current?.client.disconnect();
  }

  private connect(): { client: T; connected: Promise<void> } {
    const client = this.open();
    const connected = client.connect();
    connected.catch(() => this.drop(client));
    return { client, connected };
  }

  private drop(client: T): void {
    if (this.current?.client !== client) return;
    this.current = undefined;
    client.disconnect().catch(() => undefined); // it may wait for answers that never come; nobody waits for it
  }
}

/** However deep kafkajs has wrapped it. */
function isSilence(error: unknown): boolean {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1)
    if (inner instanceof Overdue || inner.name === 'KafkaJSRequestTimeoutError') return true;
  return false;
}
