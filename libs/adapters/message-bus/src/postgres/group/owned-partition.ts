import { type BusRecord, type ConsumeAsGroup, type ConsumedPartition, deliver, type NewRecord, retryOf, Unreachable } from '@parley/event-sourcing';
import type { Topic } from '../log/topics';
import { BATCH_MAX, type Consuming } from './consuming';
import type { Claimed } from './membership';
import { readPartition } from './read-partition';

export interface Ownership extends Omit<Claimed, 'topicId'> {
  readonly topic: Topic;
  readonly member: string;
  readonly group: string;
  /** False when others may think us dead by now. */
  readonly isFresh: () => boolean;
  readonly onEnd: () => void;
}

/** A partition while it is this member's, from the claim until its last batch has ended. */
export class OwnedPartition {
  readonly from: ConsumedPartition;
  ended = false;
  private readonly stopping = new AbortController();
  private readonly reading: Promise<void>;

  constructor(
    private readonly consuming: Consuming,
    private readonly options: ConsumeAsGroup,
    private readonly ownership: Ownership,
  ) {
    this.from = { topic: ownership.topic.name, partition: ownership.partition, group: ownership.group };
    this.reading = this.read()
      .catch((error: unknown) => consuming.observer.troubled?.(`reading partition ${ownership.partition} of ${ownership.topic.name}`, error))
      .finally(() => {
        this.ended = true;
        consuming.observer.released?.(this.from);
        ownership.onEnd();
      });
  }

  get topicId(): number {
    return this.ownership.topic.id;
  }

  get partition(): number {
    return this.ownership.partition;
  }

  get epoch(): number {
    return this.ownership.epoch;
  }

  get isGivenUp(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Begins nothing more; resolves when the running batch has ended. */
  giveUp(): Promise<void> {
    this.stopping.abort();
    return this.reading;
  }

  private read(): Promise<void> {
    const { topic, partition, committed: offset } = this.ownership;
    const { batchMax: recordsMax = BATCH_MAX } = this.options;
    const { publish: deadLetter, observer, reader } = this.consuming;
    const { signal } = this.stopping;
    const delivery = {
      from: this.from,
      retry: retryOf(this.options),
      signal,
      observer,
      deadLetter: (to: string, letter: NewRecord) => deadLetter(to, [letter]),
      onBatch: (records: readonly BusRecord[]) => this.handle(records),
      settled: ({ offset: last }: BusRecord) => this.moveTo(last + 1),
      now: Date.now,
    };
    return readPartition(reader, { topic, partition, offset, recordsMax, signal }, (records) => deliver(records, delivery));
  }

  private async handle(records: readonly BusRecord[]): Promise<void> {
    if (!this.ownership.isFresh()) throw new Unreachable('the group has not seen this member for too long');
    await this.options.onBatch(records);
  }

  private async moveTo(offset: number): Promise<void> {
    const { topic, partition, epoch, member, group } = this.ownership;
    const moved = await this.consuming.offsets.move({ member, group, topicId: topic.id, partition, epoch, offset }, this.stopping.signal);
    if (!moved) throw new Unreachable('another member reads this partition now');
  }
}
