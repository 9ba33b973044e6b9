import { backOff, type ConsumeFromNow, type Consumer, deliver, retryOf } from '@parley/event-sourcing';
import { within } from '../../deadline';
import type { Topic } from '../log/topics';
import { BATCH_MAX, type Consuming } from './consuming';
import { readPartition } from './read-partition';

interface End {
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: number;
}

/** Reads every partition from its end on, and remembers nothing. */
export class BroadcastConsumer implements Consumer {
  readonly ready: Promise<void>;
  private readonly stopping = new AbortController();
  private reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly consuming: Consuming,
    private readonly options: ConsumeFromNow,
  ) {
    this.ready = this.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ready;
    await within(this.consuming.drainMaxMs, this.reading);
  }

  private async start(): Promise<void> {
    const { signal } = this.stopping;
    void this.consuming.news.listen();
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        const ends = await this.ends();
        this.reading = Promise.all(ends.map((end) => this.read(end)));
        return;
      } catch (error) {
        this.consuming.observer.troubled?.('looking for the ends of topics', error);
        await backOff(attempt, signal);
      }
    }
  }

  private async ends(): Promise<readonly End[]> {
    const { topics, pools } = this.consuming;
    const named = await Promise.all(this.options.topics.map((name) => topics.get(name)));
    const { rows } = await pools.upkeep.query<{ topic_id: number; partition: number; next_offset: number }>(
      'select topic_id, partition, next_offset from message_bus.partition where topic_id = any ($1)',
      [named.map(({ id }) => id)],
    );
    return rows.flatMap(({ topic_id, partition, next_offset: offset }) => {
      const topic = named.find(({ id }) => id === topic_id);
      return topic ? [{ topic, partition, offset }] : [];
    });
  }

  private read({ topic, partition, offset }: End): Promise<void> {
    const { signal } = this.stopping;
    const { onBatch, batchMax: recordsMax = BATCH_MAX } = this.options;
    const { observer, reader } = this.consuming;
    const from = { topic: topic.name, partition, group: undefined };
    return readPartition(reader, { topic, partition, offset, recordsMax, signal }, (records) =>
      deliver(records, { from, onBatch, retry: retryOf(this.options), signal, observer, settled: async () => undefined, now: Date.now }),
    );
  }
}
