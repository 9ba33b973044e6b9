import { backOff, type NewRecord, Unreachable } from '@parley/event-sourcing';
import type { Pool } from 'pg';
import { asFault, isRefusal } from './faults';
import { bytesOf, publishArguments, type PublishCall, storedRecords } from './publish-batch';
import type { Topic } from './topics';

const BATCH_RECORDS_MAX = 1_000;
const BATCH_BYTES_MAX = 4_194_304;
const QUEUE_CALLS_MAX = 4_000;
const QUEUE_BYTES_MAX = 67_108_864;
/** How long a call is tried again while the database is away. */
const WAIT_MAX_MS = 5_000;

const SQL = { name: 'publish', text: 'select message_bus.publish($1, $2, $3, $4, $5, $6, $7, $8)' };

/**
 * Calls of many callers share a commit: while one batch is on its way, the next gathers. One connection and one batch at a time,
 * so records are stored in the order in which they were handed in.
 *
 * A batch whose outcome is unknown, because the connection broke, is sent again: a record may then be there twice. The queue is
 * bounded in calls, bytes and time; whoever meets a bound gets Unreachable.
 */
export class Publisher {
  private queue: PublishCall[] = [];
  private queuedBytes = 0;
  private running: Promise<void> | undefined;
  private closed = false;

  /** @param onPublished told the topics after each batch */
  constructor(
    private readonly writer: Pool,
    private readonly onPublished: (topicIds: readonly number[]) => void,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  async publish(topic: Topic, newRecords: readonly NewRecord[]): Promise<void> {
    if (newRecords.length === 0) return;
    const records = storedRecords(topic, newRecords);
    const bytes = bytesOf(records);
    if (this.closed) throw new Unreachable('the message bus is closed');
    if (this.queue.length >= QUEUE_CALLS_MAX || (this.queue.length > 0 && this.queuedBytes + bytes > QUEUE_BYTES_MAX))
      throw new Unreachable('too many records are waiting to be published');
    return new Promise((resolve, reject) => {
      this.queue.push({ topic, records, bytes, sinceMs: performance.now(), resolve, reject });
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
      await this.store(this.takeBatch());
    }
    this.running = undefined;
  }

  private takeBatch(): PublishCall[] {
    let records = 0;
    let bytes = 0;
    const end = this.queue.findIndex((call, index) => {
      records += call.records.length;
      bytes += call.bytes;
      return index > 0 && (records > BATCH_RECORDS_MAX || bytes > BATCH_BYTES_MAX);
    });
    const batch = this.queue.splice(0, end === -1 ? this.queue.length : end);
    this.queuedBytes -= bytesOfCalls(batch);
    return batch;
  }

  private async store(batch: readonly PublishCall[]): Promise<void> {
    let calls = batch;
    for (let attempt = 1; calls.length > 0; attempt += 1) {
      try {
        await this.writer.query({ ...SQL, values: publishArguments(calls) });
        for (const { resolve } of calls) resolve();
        this.onPublished([...new Set(calls.map(({ topic }) => topic.id))]);
        return;
      } catch (error) {
        if (isRefusal(error)) return this.storeSingly(calls, error);
        this.onTrouble(error);
        calls = turnAwayOld(calls, error);
        if (calls.length > 0) await backOff(attempt);
      }
    }
  }

  /** Nothing of the batch is stored, because of one of them: each for itself. */
  private async storeSingly(calls: readonly PublishCall[], refusal: unknown): Promise<void> {
    if (calls.length === 1) calls[0]?.reject(refusal);
    else for (const call of calls) await this.store([call]);
  }
}

const bytesOfCalls = (calls: readonly PublishCall[]): number => calls.reduce((sum, { bytes }) => sum + bytes, 0);

function turnAwayOld(calls: readonly PublishCall[], error: unknown): PublishCall[] {
  const oldest = performance.now() - WAIT_MAX_MS;
  return calls.filter(({ sinceMs, reject }) => {
    if (sinceMs < oldest) reject(asFault(error, 'publishing'));
    return sinceMs >= oldest;
  });
}
