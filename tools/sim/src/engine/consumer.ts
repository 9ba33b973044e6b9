import type { BusRecord } from '@parley/event-sourcing';
import { PARTITIONS } from './bus';
import type { Kernel } from './kernel';

export interface ConsumerOptions {
  readonly group: string;
  readonly topic: string;
  /** The processes that may own a partition, in order of preference. */
  readonly members: readonly string[];
  readonly lagMs: number;
  /** The effect is durable when it returns. */
  readonly handle: (records: readonly BusRecord[], process: string) => string;
  /** For a planted bug: the offset moves before the effect. */
  readonly commitsFirst?: boolean;
}

const BATCH_MAX = 8;

/** A group on one topic: at least once, in order within a partition, each partition on its own pace. */
export class Consumer {
  private readonly offsets: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private readonly stalledUntil: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private polls = 0;

  constructor(
    private readonly kernel: Kernel,
    readonly options: ConsumerOptions,
  ) {}

  get isDone(): boolean {
    return this.offsets.every((offset, partition) => offset >= this.kernel.bus.log(this.options.topic, partition).length);
  }

  wake(partition: number): void {
    const { group, topic, lagMs } = this.options;
    this.polls += 1;
    const atMs = Math.max(this.kernel.nowMs + this.kernel.delay(lagMs, group, topic, partition, this.offsets[partition]!, this.polls), this.stalledUntil[partition]!);
    this.kernel.agenda.wake(`${group} < ${topic}/${partition}`, atMs, () => this.poll(partition));
  }

  wakeAll(): void {
    for (let partition = 0; partition < PARTITIONS; partition += 1) this.wake(partition);
  }

  /** The last records come again. */
  rewind(partition: number, records: number): string {
    this.offsets[partition] = Math.max(0, this.offsets[partition]! - records);
    this.wake(partition);
    return `${this.options.group} ${this.options.topic}/${partition} at ${this.offsets[partition]} again`;
  }

  stall(partition: number, forMs: number): string {
    this.stalledUntil[partition] = this.kernel.nowMs + forMs;
    return `${this.options.group} ${this.options.topic}/${partition} stalls for ${forMs} ms`;
  }

  goOn(): void {
    this.stalledUntil.fill(0);
    this.wakeAll();
  }

  /** A member that does not know yet that it lost the partition handles the next records too. */
  zombie(partition: number): string | undefined {
    const owner = this.ownerOf(partition);
    const other = this.options.members.find((name) => name !== owner && this.kernel.isUp(name));
    const records = this.batch(partition);
    if (!other || records.length === 0) return undefined;
    return `${other} as well: ${this.options.handle(records, other)}`;
  }

  private poll(partition: number): string | undefined {
    const { handle, topic, commitsFirst } = this.options;
    if (this.kernel.nowMs < this.stalledUntil[partition]!) return void this.wake(partition);
    const process = this.ownerOf(partition);
    if (!process) return undefined; // woken when a member is back
    const records = this.batch(partition);
    if (records.length === 0) return undefined;
    const next = this.offsets[partition]! + records.length;
    if (commitsFirst) this.offsets[partition] = next;
    try {
      const said = handle(records, process);
      this.kernel.faults.pass(process, 'committing offsets');
      this.offsets[partition] = next;
      return `${process} ${said}`;
    } finally {
      if (this.offsets[partition]! < this.kernel.bus.log(topic, partition).length) this.wake(partition);
    }
  }

  private ownerOf(partition: number): string | undefined {
    const up = this.options.members.filter((name) => this.kernel.isUp(name));
    return up[partition % Math.max(1, up.length)];
  }

  private batch(partition: number): readonly BusRecord[] {
    const { topic, group } = this.options;
    const from = this.offsets[partition]!;
    const size = 1 + Math.floor(this.kernel.luck('batch', group, topic, partition, from) * BATCH_MAX);
    return this.kernel.bus.log(topic, partition).slice(from, from + size);
  }
}
