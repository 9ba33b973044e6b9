import {
  type AllSlice,
  type Append,
  type Appended,
  type EventStore,
  follow,
  pause,
  type ReadAll,
  type RecordedEvent,
  StoreUnavailable,
  type Subscription,
} from '@parley/event-sourcing';
import { isLostSession, openPool, type PoolSettings } from '@parley/read-store';
import type { Pool, QueryResultRow } from 'pg';
import { GroupCommit } from './group-commit';
import { HeadWatch } from './head-watch';
import { HEAD, READ_ALL, READ_STREAM } from './read-sql';

const APPEND_TIMEOUT_MS = 5_000;
const READ_CONNECTIONS = 4;
/** A plan may be made while the log is nearly empty and kept while it grows: never one that reads all of it. */
const READ_PARAMETERS = { enable_seqscan: 'off', enable_bitmapscan: 'off' };
/** Sessions are mostly lost together: by then the pool has noticed the others, and a read that is asked again gets a new one. */
const LOST_SESSIONS_NOTICED_MS = 10;
const FILTERED_WINDOW_MIN = 2_000;
const ALL = 2_147_483_647;

/** The log in one PostgreSQL table; see `CreateEventLog` for how its order is kept. */
export class PostgresEventStore implements EventStore {
  private readonly readers: Pool;
  private readonly writer: Pool;
  private readonly commits: GroupCommit;
  private readonly watch: HeadWatch;
  private readonly closing = new AbortController();

  /** @param onError told when the database did not answer a look at the head of the log, which is tried again */
  constructor(settings: Pick<PoolSettings, 'databaseUrl' | 'applicationName' | 'poolMax'>, onError: (error: unknown) => void) {
    this.readers = openPool({ ...settings, poolMax: settings.poolMax ?? READ_CONNECTIONS, parameters: READ_PARAMETERS });
    this.writer = openPool({ ...settings, poolMax: 1, statementTimeoutMs: APPEND_TIMEOUT_MS });
    this.watch = new HeadWatch(settings, () => this.head(), onError);
    this.commits = new GroupCommit(this.writer, (position) => this.watch.advance(position));
  }

  append(append: Append): Promise<Appended> {
    return this.commits.append(append);
  }

  readStream(stream: string, { from = 0, limit = ALL }: { from?: number; limit?: number } = {}): Promise<readonly RecordedEvent[]> {
    return this.read<RecordedEvent>(READ_STREAM, [stream, from, limit]);
  }

  async readAll({ after, limit, categories, types }: ReadAll): Promise<AllSlice> {
    const window = categories || types ? Math.max(2 * limit, FILTERED_WINDOW_MIN) : limit;
    const rows = await this.read<RecordedEvent & { head: number }>(READ_ALL, [after, window, categories ?? null, types ?? null, limit]);
    const head = rows[0]?.head ?? 0;
    const events = rows.flatMap(({ head: _, ...event }) => (event.id === null ? [] : [event]));
    const lookedAt = Math.max(after, Math.min(after + window, head));
    return { events, position: events.length === limit ? (events.at(-1)?.position ?? lookedAt) : lookedAt };
  }

  async head(): Promise<number> {
    const [row] = await this.read<{ position: number }>(HEAD, []);
    return row?.position ?? 0;
  }

  subscribe(subscription: Subscription): Promise<void> {
    const signal = AbortSignal.any([subscription.signal, this.closing.signal]);
    return follow(this, (position, until) => this.watch.waitAfter(position, until), { ...subscription, signal });
  }

  /** Ends the subscriptions, settles the appends that were handed in, and lets go of every connection. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.commits.close(), this.watch.close()]);
    await Promise.all([this.writer.end(), this.readers.end()]);
  }

  private async read<Row extends object>(statement: { name: string; text: string }, values: unknown[]): Promise<Row[]> {
    try {
      for (let lost = 0; ; lost += 1) {
        try {
          return (await this.readers.query<Row & QueryResultRow>({ ...statement, values })).rows;
        } catch (error) {
          if (!isLostSession(error) || lost === this.readers.options.max) throw error;
          await pause(LOST_SESSIONS_NOTICED_MS, this.closing.signal);
        }
      }
    } catch (error) {
      throw new StoreUnavailable('the event store did not answer', { cause: error });
    }
  }
}
