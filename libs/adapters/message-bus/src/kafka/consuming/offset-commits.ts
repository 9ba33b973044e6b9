import { backOff, Unreachable } from '@parley/event-sourcing';
import type { TopicPartitionOffsetAndMetadata } from 'kafkajs';
import { codeOf } from '../faults';

/** Partitions that are done with a batch within this time share a request. */
const GATHER_MS = 4;
/** Somebody else reads the partition, or will. */
const FENCED = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID']);

interface Move {
  readonly topic: string;
  readonly partition: number;
  /** Of the next record to be handled. */
  readonly offset: number;
}

interface Pending extends Move {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Moves a group's offsets while one assignment lasts, those that wait together in one request. */
export class OffsetCommits {
  private waiting: Pending[] = [];
  private running: Promise<void> | undefined;

  /** @param over aborts when the assignment has ended: what could not be stored by then is somebody else's */
  constructor(
    private readonly commit: (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>,
    private readonly over: AbortSignal,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** @throws Unreachable when the partition is somebody else's */
  move(to: Move): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...to, resolve, reject });
      this.running ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    for (let failures = 0; this.waiting.length > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      const moves = this.waiting.splice(0);
      try {
        this.over.throwIfAborted();
        await this.commit(moves.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })));
        failures = 0;
        for (const { resolve } of moves) resolve();
      } catch (error) {
        const isLost = this.over.aborted || FENCED.has(codeOf(error) ?? '');
        if (isLost) for (const { reject } of moves) reject(new Unreachable('another member of the group reads this partition', { cause: error }));
        else {
          this.onTrouble(error);
          failures += 1;
          this.waiting.unshift(...moves);
          await backOff(failures, this.over);
        }
      }
    }
    this.running = undefined;
  }
}
