import type { ConsumedPartition } from '@parley/event-sourcing';
import type { AdminConnection } from '../admin';

const placeOf = ({ topic, partition }: Pick<ConsumedPartition, 'topic' | 'partition'>): string => `${topic}/${partition}`;

/** Where a consumer from now on is: at the ends of its topics at first, and then where it has got to, over every loss of the broker. */
export class Positions {
  private readonly offsets = new Map<string, number>();
  private loaded = false;

  constructor(
    private readonly admin: AdminConnection,
    private readonly topics: readonly string[],
  ) {}

  /** Looks for the ends, once. */
  async load(): Promise<void> {
    if (this.loaded) return;
    for (const topic of this.topics)
      for (const { partition, high } of await this.admin.ask((admin) => admin.fetchTopicOffsets(topic))) this.offsets.set(placeOf({ topic, partition }), Number(high));
    this.loaded = true;
  }

  /** A partition that was added later has been unread since its first record. */
  of(place: Pick<ConsumedPartition, 'topic' | 'partition'>): number {
    return this.offsets.get(placeOf(place)) ?? 0;
  }

  move(place: Pick<ConsumedPartition, 'topic' | 'partition'>, offset: number): void {
    this.offsets.set(placeOf(place), offset);
  }
}
