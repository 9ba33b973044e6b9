import { type BusRecord, type ConsumeAsGroup, type ConsumedPartition, type ConsumeFromNow, deliver, type Delivery, retryOf } from '@parley/event-sourcing';
import type { KafkaMessage } from 'kafkajs';
import { toRecord } from '../records';

const BATCH_MAX = 500;
/** What waits for its handler, at most; one fetch more may come in before the partition pauses. */
const WAITING_BATCHES_MAX = 4;
const WAITING_BYTES_MAX = 1_048_576;

export interface LaneOptions extends Pick<Delivery, 'from' | 'observer' | 'deadLetter' | 'settled'> {
  readonly consume: ConsumeAsGroup | ConsumeFromNow;
  /** Fetches nothing more of this partition, or again. */
  readonly pause: (paused: boolean) => void;
  /** Resolves when an earlier lane of this partition, in this process, has ended. */
  readonly after: Promise<void>;
  readonly onEnd: (error?: unknown) => void;
}

/**
 * One partition while it is ours: takes what was fetched of it, hands it over in order, a batch at a time, and pauses fetching while
 * enough is waiting. A slow or failing partition holds up no other one, and no heartbeat.
 */
export class Lane {
  readonly from: ConsumedPartition;
  private waiting: KafkaMessage[] = [];
  private waitingBytes = 0;
  private nextOffset = 0;
  private paused = false;
  private wake: () => void = () => undefined;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly options: LaneOptions) {
    this.from = options.from;
    this.running = this.run().then(
      () => options.onEnd(),
      (error: unknown) => options.onEnd(error),
    );
  }

  /** What was fetched; records that came before are passed over. */
  take(messages: readonly KafkaMessage[]): void {
    if (this.stopping.signal.aborted) return;
    for (const message of messages) {
      if (Number(message.offset) < this.nextOffset) continue;
      this.nextOffset = Number(message.offset) + 1;
      this.waiting.push(message);
      this.waitingBytes += message.value?.length ?? 0;
    }
    this.regulate();
    this.wake();
  }

  /** Begins nothing more; resolves when the running batch has ended. */
  giveUp(): Promise<void> {
    this.stopping.abort();
    this.wake();
    return this.running;
  }

  private get batchMax(): number {
    return this.options.consume.batchMax ?? BATCH_MAX;
  }

  private async run(): Promise<void> {
    const { from, observer, deadLetter, settled, consume, after } = this.options;
    const { signal } = this.stopping;
    const delivery = { from, observer, settled, signal, retry: retryOf(consume), onBatch: consume.onBatch, now: Date.now, ...(deadLetter && { deadLetter }) };
    await after;
    while (!signal.aborted) {
      const records = this.nextBatch();
      if (records.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
      else if (!(await deliver(records, delivery))) return;
    }
  }

  private nextBatch(): BusRecord[] {
    const messages = this.waiting.splice(0, this.batchMax);
    for (const { value } of messages) this.waitingBytes -= value?.length ?? 0;
    this.regulate();
    return messages.map((message) => toRecord(this.from.topic, this.from.partition, message));
  }

  private regulate(): void {
    const enough = this.waiting.length > this.batchMax * WAITING_BATCHES_MAX || this.waitingBytes > WAITING_BYTES_MAX;
    const few = this.waiting.length <= this.batchMax && this.waitingBytes <= WAITING_BYTES_MAX / 2;
    if (this.paused ? !few : !enough) return;
    this.paused = !this.paused;
    this.options.pause(this.paused);
  }
}
