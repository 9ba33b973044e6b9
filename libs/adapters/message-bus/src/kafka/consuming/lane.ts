import { type BusRecord, type ConsumeAsGroup, type ConsumedPartition, type ConsumeFromNow, deliver, type Delivery, retryOf } from '@parley/event-sourcing';
import type { KafkaMessage } from 'kafkajs';
import { within } from '../../deadline';
import { toRecord } from '../records';

const BATCH_MAX = 500;
/** What waits for its handler, at most; one fetch more may come in before the partition pauses. */
const WAITING_BATCHES_MAX = 4;
const WAITING_RECORDS_MIN = 500;
const WAITING_BYTES_MAX = 1_048_576;
/** How long fetching waits for a full lane: kafkajs rests for a while when all its partitions pause, so only slow ones should. */
const ROOM_MAX_MS = 100;

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
  private hasRoom: () => void = () => undefined;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly options: LaneOptions) {
    this.from = options.from;
    this.running = this.run().then(
      () => options.onEnd(),
      (error: unknown) => options.onEnd(error),
    );
  }

  /** What was fetched; records that came before are passed over. Resolves when more may come, or the partition pauses; with false when the lane is over. */
  async take(messages: readonly KafkaMessage[]): Promise<boolean> {
    if (this.stopping.signal.aborted) return false;
    for (const message of messages) {
      if (Number(message.offset) < this.nextOffset) continue;
      this.nextOffset = Number(message.offset) + 1;
      this.waiting.push(message);
      this.waitingBytes += message.value?.length ?? 0;
    }
    this.wake();
    if (this.isFull && !this.paused) await within(ROOM_MAX_MS, new Promise<void>((resolve) => (this.hasRoom = resolve)));
    this.regulate();
    return !this.stopping.signal.aborted;
  }

  /** Begins nothing more; resolves when the running batch has ended. */
  giveUp(): Promise<void> {
    this.stopping.abort();
    this.wake();
    this.hasRoom();
    return this.running;
  }

  private get batchMax(): number {
    return this.options.consume.batchMax ?? BATCH_MAX;
  }

  private get recordsMax(): number {
    return Math.max(this.batchMax * WAITING_BATCHES_MAX, WAITING_RECORDS_MIN);
  }

  private get isFull(): boolean {
    return this.waiting.length > this.recordsMax || this.waitingBytes > WAITING_BYTES_MAX;
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
    if (!this.isFull) this.hasRoom();
    if (this.paused) this.regulate();
    return messages.map((message) => toRecord(this.from.topic, this.from.partition, message));
  }

  private regulate(): void {
    if (this.stopping.signal.aborted) return;
    const few = this.waiting.length <= this.recordsMax / 2 && this.waitingBytes <= WAITING_BYTES_MAX / 2;
    if (this.paused ? !few : !this.isFull) return;
    this.paused = !this.paused;
    this.options.pause(this.paused);
  }
}
