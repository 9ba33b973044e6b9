import type { KafkaMessage } from 'kafkajs';
import { Lane, type LaneOptions } from './lane';

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** The partitions that one consumer reads, each in its lane. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  /** Lanes that have been given up and still end a batch: the next one of their partition waits, or it had two readers here. */
  private readonly ending = new Map<string, Promise<void>>();

  get all(): readonly Lane[] {
    return [...this.lanes.values()];
  }

  begin(options: Omit<LaneOptions, 'after'>): void {
    const place = placeOf(options.from.topic, options.from.partition);
    this.lanes.set(place, new Lane({ ...options, after: this.ending.get(place) ?? Promise.resolve() }));
  }

  /** False when no lane takes them. */
  async take(topic: string, partition: number, messages: readonly KafkaMessage[]): Promise<boolean> {
    return (await this.lanes.get(placeOf(topic, partition))?.take(messages)) ?? false;
  }

  /** Nothing more begins; resolves when all running batches have ended. */
  async endAll(): Promise<void> {
    for (const [place, lane] of this.lanes) {
      const ended = lane.giveUp().then(() => {
        if (this.ending.get(place) === ended) this.ending.delete(place);
      });
      this.ending.set(place, ended);
    }
    this.lanes.clear();
    await Promise.all(this.ending.values());
  }
}
