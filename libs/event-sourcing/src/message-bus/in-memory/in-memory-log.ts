import type { BusRecord, NewRecord } from '../message-bus';
import { partitionOf } from '../partitioning';

/** The topics of one imaginary broker, each as its partitions; members of all buses on it wait for its changes. */
export class InMemoryLog {
  private readonly topics = new Map<string, BusRecord[][]>();
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly partitions: number,
    readonly now: () => number,
  ) {}

  /** The partitions of `topic`, which is there from now on. */
  topic(topic: string): readonly (readonly BusRecord[])[] {
    return this.writable(topic);
  }

  append(topic: string, records: readonly NewRecord[]): void {
    const publishedAt = new Date(this.now()).toISOString();
    // As text and back: nobody changes the past through a reference, and only JSON survives, as in a real log.
    const kept = records.map(({ key, value, headers = {} }) => ({ key, headers: { ...headers }, value: JSON.parse(JSON.stringify(value)) as unknown }));
    const partitions = this.writable(topic);
    for (const record of kept) {
      const partition = partitionOf(record.key, partitions.length);
      const log = partitions[partition] as BusRecord[];
      log.push({ ...record, topic, partition, offset: log.length, publishedAt });
    }
    this.changed();
  }

  /** Wakes everybody who waits: records or members have come or gone. */
  changed(): void {
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }

  untilChanged(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  private writable(topic: string): BusRecord[][] {
    const partitions = this.topics.get(topic) ?? Array.from({ length: this.partitions }, () => []);
    this.topics.set(topic, partitions);
    return partitions;
  }
}
