import type { NewRecord } from '@parley/event-sourcing';
import { CompressionTypes, type Message, Partitioners, type Producer, type ProducerBatch } from 'kafkajs';
import { CallQueue, type QueuedCall } from '../call-queue';
import { type KafkaClient, SEND_ONCE } from './client';
import { isRefusal, isTooLarge } from './faults';
import { bytesOf, toMessage } from './records';
import { Reopened } from './reopened';

const BATCH_RECORDS_MAX = 2_000;
/** Kafka takes a megabyte for one partition at once unless it is told otherwise. */
const REQUEST_BYTES_MAX = 900_000;
const ACKNOWLEDGED_BY_ALL = -1;
const STORE_MAX_MS = 5_000;

type TopicMessages = NonNullable<ProducerBatch['topicMessages']>;

interface PublishCall extends QueuedCall {
  readonly topic: string;
  readonly records: readonly Message[];
}

/**
 * Calls of many callers share a request, one at a time. Not the idempotent producer of kafkajs, which loses records when several
 * are on their way: a record may be there twice, and consumers take it for one (ADR 10).
 */
export class Publisher {
  private readonly queue: CallQueue<PublishCall>;
  private readonly producer: Reopened<Producer>;

  constructor(openKafka: () => KafkaClient, onTrouble: (error: unknown) => void) {
    const createPartitioner = Partitioners.DefaultPartitioner;
    this.producer = new Reopened(openKafka, (kafka) =>
      kafka.producer({ createPartitioner, allowAutoTopicCreation: false, maxInFlightRequests: 1, idempotent: false, retry: SEND_ONCE }),
    );
    this.queue = new CallQueue<PublishCall>({
      batchRecordsMax: BATCH_RECORDS_MAX,
      batchBytesMax: REQUEST_BYTES_MAX,
      store: (calls) => this.send(calls),
      isRefusal,
      onTrouble,
    });
  }

  async publish(topic: string, newRecords: readonly NewRecord[]): Promise<void> {
    if (newRecords.length === 0) return;
    const records = newRecords.map(toMessage);
    await this.queue.store({ topic, records, bytes: records.reduce((sum, message) => sum + bytesOf(message), 0) });
  }

  async close(): Promise<void> {
    await this.queue.close();
    await this.producer.close();
  }

  private async send(calls: readonly PublishCall[]): Promise<void> {
    for (const topicMessages of requests(calls))
      await this.sendBatch(topicMessages).catch((error: unknown) => {
        if (calls.length > 1 || !isTooLarge(error)) throw error;
        return this.sendBatch(topicMessages, CompressionTypes.GZIP);
      });
  }

  /** Brokers limit the bytes that come to them: what is too large as it is, and alone, may not be when it is compressed. */
  private async sendBatch(topicMessages: TopicMessages, compression = CompressionTypes.None): Promise<void> {
    await this.producer.use((producer) => producer.sendBatch({ acks: ACKNOWLEDGED_BY_ALL, timeout: STORE_MAX_MS, compression, topicMessages }));
  }
}

/** The records in order, cut where a request would become too large. */
function* requests(calls: readonly PublishCall[]): Generator<TopicMessages> {
  let topics = new Map<string, Message[]>();
  let bytes = 0;
  const request = () => [...topics].map(([topic, messages]) => ({ topic, messages }));
  for (const { topic, records } of calls)
    for (const message of records) {
      const size = bytesOf(message);
      if (bytes > 0 && bytes + size > REQUEST_BYTES_MAX) {
        yield request();
        topics = new Map();
        bytes = 0;
      }
      const messages = topics.get(topic);
      if (messages) messages.push(message);
      else topics.set(topic, [message]);
      bytes += size;
    }
  yield request();
}
