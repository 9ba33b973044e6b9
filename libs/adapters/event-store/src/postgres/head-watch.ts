import { backOff, pause } from '@parley/event-sourcing';
import { connectionConfig, type PoolSettings } from '@parley/read-store';
import { Client } from 'pg';

const POLL_STEP_MS = 25;
const POLL_MAX_MS = 100;

interface Waiting {
  readonly after: number;
  readonly wake: () => void;
}

/**
 * Knows how far the log goes, for all subscriptions of a process together: by its own appends at once, by notification from
 * other processes, and, as both can fail, by looking every 25 to 100 ms while somebody waits.
 */
export class HeadWatch {
  private head = 0;
  private readonly waiting = new Set<Waiting>();
  private readonly closed = new AbortController();
  private quietPolls = 0;
  private polling: Promise<void> | undefined;
  private listening: Promise<void> | undefined;

  constructor(
    private readonly connection: PoolSettings,
    private readonly readHead: () => Promise<number>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The log is known to go up to `position`, at least. */
  advance(position: number): void {
    if (position <= this.head) return;
    this.head = position;
    this.quietPolls = 0;
    for (const { after, wake } of [...this.waiting]) if (after < position) wake();
  }

  /** Resolves when the log goes on after `after`, or when `signal` aborts. */
  waitAfter(after: number, signal: AbortSignal): Promise<void> {
    if (this.head > after || signal.aborted) return Promise.resolve();
    this.listening ??= this.listen();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(waiting);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiting = { after, wake };
      this.waiting.add(waiting);
      signal.addEventListener('abort', wake);
      this.polling ??= this.poll();
    });
  }

  async close(): Promise<void> {
    this.closed.abort();
    for (const { wake } of [...this.waiting]) wake();
    await Promise.all([this.polling, this.listening]);
  }

  private async poll(): Promise<void> {
    const { signal } = this.closed;
    let failures = 0;
    while (this.waiting.size > 0 && !signal.aborted) {
      this.quietPolls += 1;
      await (failures > 0 ? backOff(failures, signal) : pause(Math.min(POLL_MAX_MS, POLL_STEP_MS * this.quietPolls), signal));
      if (this.waiting.size === 0 || signal.aborted) break;
      try {
        this.advance(await this.readHead());
        failures = 0;
      } catch (error) {
        failures += 1;
        this.onError(error);
      }
    }
    this.polling = undefined;
  }

  private async listen(): Promise<void> {
    const { signal } = this.closed;
    const closing = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    for (let failures = 0; !signal.aborted; failures += 1) {
      const client = new Client(connectionConfig(this.connection));
      const ended = new Promise<void>((resolve) => client.on('end', resolve).on('error', () => resolve()));
      client.on('notification', ({ payload }) => this.advance(Number(payload)));
      try {
        await client.connect();
        await client.query('listen event_store');
        failures = 0;
        await Promise.race([ended, closing]);
      } catch (error) {
        this.onError(error);
      }
      await Promise.race([client.end().catch(() => undefined), pause(500)]);
      await backOff(failures + 1, signal);
    }
  }
}
