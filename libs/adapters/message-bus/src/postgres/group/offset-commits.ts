import { backOff, Unreachable } from '@parley/event-sourcing';
import type { Pool } from 'pg';

export interface OffsetMove {
  readonly member: string;
  readonly group: string;
  readonly topicId: number;
  readonly partition: number;
  readonly epoch: number;
  /** Of the next record to be handled. */
  readonly offset: number;
}

interface Pending extends OffsetMove {
  readonly signal: AbortSignal;
  readonly resolve: (moved: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Partitions that become ready within this time share a statement. */
const GATHER_MS = 4;

const SQL = { name: 'commit-offsets', text: 'select number from message_bus.commit_offsets($1, $2, $3, $4, $5, $6)' };

/** Moves the offsets of all partitions of a process, those that are waiting together in one statement. */
export class OffsetCommits {
  private waiting: Pending[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /**
   * True when the offset has moved, false when the partition is somebody else's. Tried until the database answers or `signal`
   * aborts, once at least. @throws Unreachable
   */
  move(move: OffsetMove, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...move, signal, resolve, reject });
      this.running ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    for (let failures = 0; this.waiting.length > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      const moves = this.waiting.splice(0);
      try {
        await this.store(moves);
        failures = 0;
      } catch (error) {
        this.onTrouble(error);
        failures += 1;
        this.waiting.unshift(...moves.filter((move) => !givenUp(move, error)));
        await backOff(failures);
      }
    }
    this.running = undefined;
  }

  private async store(moves: readonly Pending[]): Promise<void> {
    const columns = (['member', 'group', 'topicId', 'partition', 'epoch', 'offset'] as const).map((name) => moves.map((move) => move[name]));
    const { rows } = await this.pool.query<{ number: number }>({ ...SQL, values: columns });
    const moved = new Set(rows.map(({ number }) => number));
    moves.forEach(({ resolve }, index) => resolve(moved.has(index + 1)));
  }
}

function givenUp({ signal, reject, topicId, partition }: Pending, error: unknown): boolean {
  if (signal.aborted) reject(new Unreachable(`the offset of partition ${topicId}/${partition} could not be moved`, { cause: error }));
  return signal.aborted;
}
