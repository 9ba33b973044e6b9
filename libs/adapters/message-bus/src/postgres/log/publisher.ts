import type { NewRecord } from '@parley/event-sourcing';
import type { Pool } from 'pg';
import { CallQueue } from '../../call-queue';
import { isRefusal } from './faults';
import { bytesOf, publishArguments, type PublishCall, storedRecords } from './publish-batch';
import type { Topic } from './topics';

const BATCH_RECORDS_MAX = 1_000;
const BATCH_BYTES_MAX = 4_194_304;

const SQL = { name: 'publish', text: 'select message_bus.publish($1, $2, $3, $4, $5, $6, $7, $8)' };

/** Calls of many callers share a commit on one connection. */
export class Publisher {
  private readonly queue: CallQueue<PublishCall>;

  /** @param onPublished told the topics after each batch */
  constructor(writer: Pool, onPublished: (topicIds: readonly number[]) => void, onTrouble: (error: unknown) => void) {
    this.queue = new CallQueue<PublishCall>({
      batchRecordsMax: BATCH_RECORDS_MAX,
      batchBytesMax: BATCH_BYTES_MAX,
      isRefusal,
      onTrouble,
      store: async (calls) => {
        await writer.query({ ...SQL, values: publishArguments(calls) });
        onPublished([...new Set(calls.map(({ topic }) => topic.id))]);
      },
    });
  }

  async publish(topic: Topic, newRecords: readonly NewRecord[]): Promise<void> {
    if (newRecords.length === 0) return;
    const records = storedRecords(topic, newRecords);
    await this.queue.store({ topic, records, bytes: bytesOf(records) });
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}
