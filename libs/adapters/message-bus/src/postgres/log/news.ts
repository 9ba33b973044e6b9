import { backOff } from '@parley/event-sourcing';
import { connectionConfig, type PoolSettings } from '@parley/read-store';
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { within } from '../../deadline';

const CHANNEL = 'message_bus';
/** PostgreSQL refuses payloads of 8000 bytes. */
const PAYLOAD_MAX = 7_000;
const FAREWELL_MAX_MS = 500;

interface Word {
  readonly from: string;
  readonly topicIds?: readonly number[];
  readonly groups?: readonly string[];
}

export interface Session {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Word of new records and of changes in groups: within the process at once, to other processes by NOTIFY, one at a time.
 *
 * A word may be lost; whoever waits for one looks again after a while by itself.
 */
export class News {
  /** Called with the topics that have new records; with nothing when there may be some anywhere. */
  onRecords: (topicIds?: readonly number[]) => void = () => undefined;
  /** The database session of the listening connection: it ends with this process, whatever ends the process. */
  session: Session | undefined;

  private readonly groupListeners = new Map<string, Set<() => void>>();
  private readonly id = randomUUID();
  private readonly closed = new AbortController();
  private readonly topicIds = new Set<number>();
  private readonly groups = new Set<string>();
  private telling: Promise<void> | undefined;
  private listening: Promise<void> | undefined;

  constructor(
    private readonly connection: PoolSettings,
    private readonly pool: Pool,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  recordsPublished(topicIds: readonly number[]): void {
    this.onRecords(topicIds);
    for (const topicId of topicIds) this.topicIds.add(topicId);
    this.telling ??= this.tell();
  }

  groupChanged(group: string): void {
    this.wakeGroups([group]);
    this.groups.add(group);
    this.telling ??= this.tell();
  }

  /** Calls `listener` when the group's members or their partitions have changed, until the answer is called. */
  hearOfGroup(group: string, listener: () => void): () => void {
    const listeners = this.groupListeners.get(group) ?? new Set();
    this.groupListeners.set(group, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.groupListeners.delete(group);
    };
  }

  /** Begins to listen, once; resolves when the connection is there, or the first try has failed. */
  listen(): Promise<void> {
    return new Promise((resolve) => {
      if (this.listening) return resolve();
      this.listening = this.keepListening(resolve);
    });
  }

  async close(): Promise<void> {
    this.closed.abort();
    await Promise.all([this.telling, this.listening]);
  }

  private async tell(): Promise<void> {
    while (this.topicIds.size + this.groups.size > 0) {
      const word: Word = { from: this.id, topicIds: [...this.topicIds], groups: [...this.groups] };
      this.topicIds.clear();
      this.groups.clear();
      const payload = JSON.stringify(word);
      const values = [CHANNEL, payload.length > PAYLOAD_MAX ? JSON.stringify({ from: this.id }) : payload];
      await this.pool.query({ name: 'notify', text: 'select pg_notify($1, $2)', values }).catch(this.onTrouble);
    }
    this.telling = undefined;
  }

  private hear(payload: string | undefined): void {
    const { from, topicIds, groups } = wordIn(payload);
    if (from === this.id) return;
    if (topicIds?.length !== 0) this.onRecords(topicIds);
    this.wakeGroups(groups ?? [...this.groupListeners.keys()]);
  }

  private wakeGroups(groups: readonly string[]): void {
    for (const group of groups) for (const wake of this.groupListeners.get(group) ?? []) wake();
  }

  private async keepListening(onFirstTry: () => void): Promise<void> {
    const { signal } = this.closed;
    const closing = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    for (let failures = 0; !signal.aborted; ) {
      const client = new Client(connectionConfig(this.connection));
      const ended = new Promise<void>((resolve) => client.on('end', resolve).on('error', () => resolve()));
      client.on('notification', ({ payload }) => this.hear(payload));
      try {
        this.session = await openSession(client);
        failures = 0;
        onFirstTry();
        this.hear(undefined);
        await Promise.race([ended, closing]);
      } catch (error) {
        this.onTrouble(error);
      }
      this.session = undefined;
      onFirstTry();
      await within(FAREWELL_MAX_MS, client.end());
      failures += 1;
      if (!signal.aborted) await backOff(failures, signal);
    }
  }
}

/** What somebody else says on our channel means as little as nothing: look everywhere. */
function wordIn(payload = '{}'): Partial<Word> {
  try {
    return JSON.parse(payload) as Word;
  } catch {
    return {};
  }
}

async function openSession(client: Client): Promise<Session> {
  await client.connect();
  await client.query(`listen ${CHANNEL}`);
  const { rows } = await client.query<Session>(
    `select pid, backend_start::text as "startedAt" from pg_stat_get_activity(pg_backend_pid())`,
  );
  if (rows[0] === undefined) throw new Error('the database does not show our own session');
  return rows[0];
}
