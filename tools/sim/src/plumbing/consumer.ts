import { type BusRecord, DEFAULT_RETRY, type Delivery, Unreachable } from '@parley/event-sourcing';
import type { Kernel } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { PARTITIONS } from './bus';

export interface ConsumerOptions {
  readonly group: string;
  readonly topic: string;
  /** The processes that may own a partition, in order of preference. */
  readonly members: readonly string[];
  readonly lagMs: number;
  readonly deliver: Parts['deliver'];
  /** The effect is durable when it resolves. */
  readonly handle: (records: readonly BusRecord[], life: Life) => Promise<void>;
}

interface Running {
  readonly life: Life;
  /** Aborts when the partition is given up. */
  readonly stopping: AbortController;
}

const BATCH_MAX = 8;

/** A group on one topic: each partition on its own pace, delivered by `deliver` as the buses do it, offsets kept by the broker. */
export class Consumer {
  private readonly offsets: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private readonly stalledUntil: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private readonly running: (Running | undefined)[] = [];
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

  /** The members have changed: who lost a partition lets go of it. */
  share(): void {
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const running = this.running[partition];
      if (running && (running.life.isOver || running.life.process !== this.ownerOf(partition))) running.stopping.abort();
      if (this.offsets[partition]! < this.kernel.bus.log(this.options.topic, partition).length) this.wake(partition);
    }
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
    this.share();
  }

  /** A member that does not know yet that it lost the partition handles the next records too; it may not move the offset. */
  zombie(partition: number): string | undefined {
    const owner = this.ownerOf(partition);
    const other = this.options.members.find((name) => name !== owner && this.kernel.isUp(name));
    const records = this.batch(partition);
    if (!other || records.length === 0) return undefined;
    const fenced = async () => Promise.reject(new Unreachable('fenced'));
    void this.deliver(records, { life: this.kernel.life(other)!, stopping: new AbortController() }, fenced).catch((error: unknown) => this.note(other, error));
    return `${other} as well takes ${this.name(records)}`;
  }

  private poll(partition: number): string | undefined {
    const { topic } = this.options;
    if (this.kernel.nowMs < this.stalledUntil[partition]!) return void this.wake(partition);
    const running = this.running[partition];
    if (running && !running.life.isOver) return undefined; // woken when that is over
    const life = this.kernel.life(this.ownerOf(partition) ?? '');
    const records = this.batch(partition);
    if (!life || records.length === 0) return undefined; // woken when a member is back, or records are there
    const mine = { life, stopping: new AbortController() };
    this.running[partition] = mine;
    const settled = async ({ offset }: BusRecord) => {
      await life.pass('committing offsets');
      this.offsets[partition] = offset + 1;
    };
    void this.deliver(records, mine, settled)
      .catch((error: unknown) => this.note(life.process, error))
      .finally(() => {
        if (this.running[partition] === mine) this.running[partition] = undefined;
        if (this.offsets[partition]! < this.kernel.bus.log(topic, partition).length) this.wake(partition);
      });
    return `${life.process} takes ${this.name(records)}`;
  }

  private async deliver(records: readonly BusRecord[], { life, stopping }: Running, settled: Delivery['settled']): Promise<void> {
    const { group, topic, deliver, handle } = this.options;
    await deliver(records, {
      from: { topic, partition: records[0]!.partition, group },
      onBatch: (batch) => handle(batch, life),
      retry: DEFAULT_RETRY,
      signal: stopping.signal,
      deadLetter: async (letters, { headers }) => this.kernel.fail(group, new Error(`a record goes to ${letters}: ${JSON.stringify(headers)}`)),
      settled,
      observer: { retried: (_, { error }) => this.note(life.process, error) },
      now: () => this.kernel.nowMs,
    });
  }

  /** Only an outage is nobody's fault. */
  private note(process: string, error: unknown): void {
    if (error instanceof Unreachable) this.kernel.write(`${this.options.group} < ${this.options.topic}`, `${process} tries again: ${error.message}`);
    else this.kernel.fail(process, error);
  }

  private name = (records: readonly BusRecord[]): string => `${records[0]!.partition}@${records[0]!.offset}..${records.at(-1)!.offset}`;

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
