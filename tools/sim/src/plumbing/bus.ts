import { type BusRecord, type MessageBus, type NewRecord, partitionOf } from '@parley/event-sourcing';
import type { Life } from '../engine/life';

export const PARTITIONS = 3;

/** Topics with partitions: order within each, none between them, nothing is ever taken out. */
export class Bus {
  private readonly topics = new Map<string, BusRecord[][]>();

  /** @param published told which partition has got something */
  constructor(
    private readonly nowIso: () => string,
    private readonly published: (topic: string, partition: number) => void,
  ) {}

  publish(topic: string, records: readonly NewRecord[]): void {
    for (const record of records) {
      const partition = partitionOf(record.key, PARTITIONS);
      const log = this.log(topic, partition);
      const value: unknown = JSON.parse(JSON.stringify(record.value));
      log.push({ topic, partition, offset: log.length, key: record.key, value, headers: record.headers ?? {}, publishedAt: this.nowIso() });
      this.published(topic, partition);
    }
  }

  log(topic: string, partition: number): BusRecord[] {
    let partitions = this.topics.get(topic);
    if (!partitions) this.topics.set(topic, (partitions = Array.from({ length: PARTITIONS }, () => [])));
    return partitions[partition]!;
  }
}

/** The broker as one process has it: a crash or an outage in the middle of a call leaves its first records published. */
export const busOf = (bus: Bus, life: Life): Pick<MessageBus, 'publish'> => ({
  publish: async (topic, records) => {
    for (const record of records) {
      await life.pass('publishing');
      bus.publish(topic, [record]);
    }
  },
});
