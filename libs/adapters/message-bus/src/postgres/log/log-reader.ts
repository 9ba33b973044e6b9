import { backOff, type BusRecord } from '@parley/event-sourcing';
import type { Pool } from 'pg';
import { keyOf } from './stored-text';
import type { Topic } from './topics';

const POLL_MIN_MS = 25;
const POLL_MAX_MS = 200;
/** While records keep coming, they are fetched no more often than this: larger batches cost everyone less. */
const PACE_MS = 16;
/** Of one partition at once, unless a single record is larger. */
const FETCH_BYTES_MAX = 1_048_576;

export interface ReadOn {
  readonly topic: Topic;
  readonly partition: number;
  /** Inclusive. */
  readonly offset: number;
  readonly recordsMax: number;
  readonly signal: AbortSignal;
}

interface Waiting extends ReadOn {
  readonly settle: (records: readonly BusRecord[] | undefined) => void;
}

interface Row {
  readonly number: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
  readonly published: number;
}

const SQL = {
  name: 'read-on',
  text: `select w.number, r."offset", r.key, r.value, r.headers, (extract(epoch from r.published_at) * 1000)::bigint as published
    from unnest($1::integer[], $2::integer[], $3::bigint[], $4::integer[]) with ordinality as w (topic_id, partition, start, records_max, number)
    cross join lateral (
      select f.*, sum(octet_length(f.value)) over (order by f."offset") - octet_length(f.value) as bytes_before
      from (
        select * from message_bus.record r
        where r.topic_id = w.topic_id and r.partition = w.partition and r."offset" >= w.start
        order by r."offset" limit w.records_max
      ) f
    ) r
    where r.bytes_before < ${FETCH_BYTES_MAX}
    order by w.number, r."offset"`,
};

/**
 * Reads on in all the partitions that somebody in this process waits for, by one query for all of them: when somebody new waits,
 * when there is word of new records, and, as word may be lost, every 25 to 200 ms.
 */
export class LogReader {
  private readonly waiting = new Set<Waiting>();
  private readonly closed = new AbortController();
  private due = false;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** The next records, at least one, as soon as there are some; `undefined` when `signal` aborts. */
  next(read: ReadOn): Promise<readonly BusRecord[] | undefined> {
    const { signal } = read;
    return new Promise((resolve) => {
      const settle = (records: readonly BusRecord[] | undefined) => {
        this.waiting.delete(waiting);
        signal.removeEventListener('abort', abandon);
        resolve(records);
      };
      const abandon = () => settle(undefined);
      const waiting = { ...read, settle };
      if (signal.aborted || this.closed.signal.aborted) return resolve(undefined);
      signal.addEventListener('abort', abandon);
      this.waiting.add(waiting);
      this.look();
    });
  }

  /** There are new records in these topics; anywhere when they are not named. */
  heard(topicIds?: readonly number[]): void {
    const concerned = topicIds === undefined || [...this.waiting].some(({ topic }) => topicIds.includes(topic.id));
    if (concerned) this.look();
  }

  async close(): Promise<void> {
    this.closed.abort();
    this.wake();
    for (const { settle } of [...this.waiting]) settle(undefined);
    await this.running;
  }

  private look(): void {
    this.due = true;
    this.wake();
    if (this.waiting.size > 0) this.running ??= this.run();
  }

  private async run(): Promise<void> {
    const { signal } = this.closed;
    let quietPolls = 0;
    let failures = 0;
    while (this.waiting.size > 0 && !signal.aborted) {
      if (!this.due) await this.rest(Math.min(POLL_MAX_MS, POLL_MIN_MS * (quietPolls + 1)));
      // One turn of the event loop: partitions that become free together are asked for together.
      await new Promise((resolve) => setImmediate(resolve));
      this.due = false;
      const startedMs = performance.now();
      try {
        quietPolls = (await this.fetch()) ? 0 : quietPolls + 1;
        failures = 0;
        if (quietPolls === 0) await this.pace(startedMs);
      } catch (error) {
        failures += 1;
        this.onTrouble(error);
        await backOff(failures, signal);
      }
    }
    this.running = undefined;
  }

  /** Waits out the rest of the pace. The first record after a pause is fetched at once, so this delays nobody who is alone. */
  private pace(startedMs: number): Promise<void> | undefined {
    const leftMs = PACE_MS - (performance.now() - startedMs);
    return leftMs > 1 && !this.closed.signal.aborted ? new Promise((resolve) => setTimeout(resolve, leftMs)) : undefined;
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async fetch(): Promise<boolean> {
    const asked = [...this.waiting];
    if (asked.length === 0) return false;
    const columns = [
      asked.map(({ topic }) => topic.id),
      asked.map(({ partition }) => partition),
      asked.map(({ offset }) => offset),
      asked.map(({ recordsMax }) => recordsMax),
    ];
    const { rows } = await this.pool.query<Row>({ ...SQL, values: columns });
    for (let from = 0, to = 0; from < rows.length; from = to) {
      const { number } = rows[from] as Row;
      while (rows[to]?.number === number) to += 1;
      const { topic, partition, settle } = asked[number - 1] as Waiting;
      settle(rows.slice(from, to).map((row) => toRecord(topic.name, partition, row)));
    }
    return rows.length > 0;
  }
}

const toRecord = (topic: string, partition: number, { offset, key, value, headers, published }: Row): BusRecord => ({
  topic,
  partition,
  offset,
  key: keyOf(key),
  value: JSON.parse(value) as unknown,
  headers: headers === '{}' ? {} : (JSON.parse(headers) as Record<string, string>),
  publishedAt: new Date(published).toISOString(),
});
