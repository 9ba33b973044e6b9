import type { BusObserver } from '../bus-observer';
import { type Delivery, deliver } from '../delivery';
import type { ConsumeAsGroup, ConsumeFromNow } from '../message-bus';
import type { InMemoryLog } from './in-memory-log';

export interface Member {
  readonly options: ConsumeAsGroup | ConsumeFromNow;
  readonly stopping: AbortController;
  readonly delivery: Pick<Delivery, 'retry' | 'deadLetter'> & { readonly observer: BusObserver };
  /** The batches that run now. */
  readonly running: Set<Promise<unknown>>;
}

/**
 * The members that share the partitions of their topics. Each partition has one lane, and before each batch the lane asks
 * whose turn it is, so that a partition changes hands between two batches and never has two readers.
 */
export class InMemoryGroup {
  private readonly members: Member[] = [];
  private readonly lanes = new Set<string>();
  private readonly offsets = new Map<string, number>();

  constructor(
    private readonly log: InMemoryLog,
    private readonly name: string | undefined,
  ) {}

  join(member: Member): void {
    this.members.push(member);
    for (const topic of member.options.topics)
      this.log.topic(topic).forEach((records, partition) => {
        const lane = JSON.stringify([topic, partition]);
        if (this.name === undefined) this.offsets.set(lane, records.length);
        if (this.lanes.has(lane)) return;
        this.lanes.add(lane);
        void this.run(lane, topic, partition);
      });
    this.log.changed();
  }

  async leave(member: Member): Promise<void> {
    member.stopping.abort();
    const index = this.members.indexOf(member);
    if (index >= 0) this.members.splice(index, 1);
    this.log.changed();
    await Promise.allSettled(member.running);
  }

  private ownerOf(topic: string, partition: number): Member | undefined {
    const interested = this.members.filter(({ options }) => options.topics.includes(topic));
    return interested[partition % interested.length];
  }

  private async run(lane: string, topic: string, partition: number): Promise<void> {
    const records = this.log.topic(topic)[partition] ?? [];
    for (let owner = this.ownerOf(topic, partition); owner; owner = this.ownerOf(topic, partition)) {
      const offset = this.offsets.get(lane) ?? 0;
      if (offset >= records.length) {
        await this.log.untilChanged();
        continue;
      }
      const batch = records.slice(offset, offset + (owner.options.batchMax ?? 500));
      const { observer } = owner.delivery;
      const from = { topic, partition, group: this.name };
      const running = deliver(batch, {
        ...owner.delivery,
        from,
        onBatch: owner.options.onBatch,
        signal: owner.stopping.signal,
        settled: async (record) => void this.offsets.set(lane, record.offset + 1),
        now: this.log.now,
      });
      owner.running.add(running);
      await running.finally(() => owner.running.delete(running));
      observer.lag?.(from, records.length - (this.offsets.get(lane) ?? 0));
    }
    this.lanes.delete(lane);
  }
}
