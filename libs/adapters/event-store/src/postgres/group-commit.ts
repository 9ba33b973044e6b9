import { type Append, type Appended, StoreUnavailable } from '@parley/event-sourcing';
import type { Pool } from 'pg';
import { appendArguments, type AppendItem, type ItemResult, settle } from './append-item';
import { isDataFault } from './faults';

const BATCH_ITEMS_MAX = 64;
const BATCH_BYTES_MAX = 1_048_576;
const QUEUE_ITEMS_MAX = 4_000;
const QUEUE_BYTES_MAX = 67_108_864;
const WAIT_MAX_MS = 8_000;

const SQL = {
  name: 'append',
  text: 'select status, revision, position, recorded_at from event_store.append($1, $2, $3, $4, $5, $6, $7)',
};

/**
 * Appends of many callers share a commit: while one batch is on its way, the next gathers.
 *
 * The queue is bounded in items, bytes and time; whoever meets a bound gets StoreUnavailable, nothing of theirs being stored.
 */
export class GroupCommit {
  private queue: AppendItem[] = [];
  private queuedBytes = 0;
  private running: Promise<void> | undefined;
  private closed = false;

  /** @param onAppended told the position of the newest event after each batch */
  constructor(
    private readonly writer: Pool,
    private readonly onAppended: (position: number) => void,
  ) {}

  async append(append: Append): Promise<Appended> {
    if (append.events.length === 0) throw new RangeError(`nothing to append to ${append.stream}`);
    if (this.closed) throw new StoreUnavailable('the event store is closed');
    const data = append.events.map((event) => JSON.stringify(event.data));
    const metadata = append.events.map((event) => JSON.stringify(event.metadata ?? {}));
    const bytes = data.reduce((sum, json) => sum + json.length, 0);
    if (this.queue.length >= QUEUE_ITEMS_MAX || this.queuedBytes + bytes > QUEUE_BYTES_MAX)
      throw new StoreUnavailable('too many appends are waiting');
    return new Promise((resolve, reject) => {
      this.queue.push({ append, data, metadata, bytes, sinceMs: performance.now(), resolve, reject });
      this.queuedBytes += bytes;
      this.running ??= this.drain();
    });
  }

  /** Takes no more, and resolves when what was taken is settled. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      // One turn of the event loop: callers who wake up together come into the same batch.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.takeBatch();
      if (batch.length > 0) await this.commit(batch);
    }
    this.running = undefined;
  }

  /** The oldest items, one of each stream, within the bounds; those who waited too long are turned away. */
  private takeBatch(): AppendItem[] {
    const batch: AppendItem[] = [];
    const left: AppendItem[] = [];
    const streams = new Set<string>();
    const oldest = performance.now() - WAIT_MAX_MS;
    let bytes = 0;
    for (const item of this.queue) {
      const { stream } = item.append;
      const full = batch.length === BATCH_ITEMS_MAX || (batch.length > 0 && bytes + item.bytes > BATCH_BYTES_MAX);
      if (item.sinceMs < oldest) item.reject(new StoreUnavailable('the append waited too long'));
      else if (full || streams.has(stream)) left.push(item);
      else {
        batch.push(item);
        bytes += item.bytes;
      }
      streams.add(stream);
    }
    this.queue = left;
    this.queuedBytes = left.reduce((sum, item) => sum + item.bytes, 0);
    return batch;
  }

  private async commit(items: readonly AppendItem[]): Promise<void> {
    try {
      const { rows } = await this.writer.query<ItemResult>({ ...SQL, values: appendArguments(items) });
      items.forEach((item, index) => settle(item, rows[index] as ItemResult));
      this.onAppended(Math.max(0, ...rows.map(({ status, position }) => (status === 'appended' ? position : 0))));
    } catch (error) {
      if (!isDataFault(error)) {
        const unavailable = new StoreUnavailable('the event store did not confirm the append', { cause: error });
        for (const { reject } of items) reject(unavailable);
      } else if (items.length === 1) items[0]?.reject(error);
      // Nothing of the batch is stored, because of one of them: each for itself.
      else for (const item of items) await this.commit([item]);
    }
  }
}
