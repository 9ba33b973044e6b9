import type { Pool } from 'pg';
import type { Session } from '../log/news';
import type { GroupView, SharedPartition } from './share';

/** How long after its last sign a member is dead: in any case, and when its database session is gone. */
export const DEAD_AFTER_MS = 10_000;
const GONE_AFTER_MS = 1_500;

/** A partition as the group's table shows it. */
export interface AssignedPartition extends SharedPartition {
  readonly epoch: number;
  readonly committed: number;
  /** Offset of the next record to be published. */
  readonly end: number;
}

export interface Claimed {
  readonly topicId: number;
  readonly partition: number;
  readonly epoch: number;
  readonly committed: number;
}

export type Held = Omit<Claimed, 'committed'>;

/** One member's words with the table of its group. */
export class Membership {
  constructor(
    private readonly pool: Pool,
    readonly id: string,
    readonly group: string,
  ) {}

  /** Shows this member alive and answers what the group looks like; who died is not in it. */
  async attend(topicIds: readonly number[], session: Session | undefined): Promise<GroupView<AssignedPartition>> {
    const values = [this.id, this.group, topicIds, session?.pid ?? null, session?.startedAt ?? null, `${DEAD_AFTER_MS} ms`, `${GONE_AFTER_MS} ms`];
    const { rows } = await this.pool.query<{ view: TableView }>({
      name: 'attend',
      text: 'select message_bus.attend($1, $2, $3, $4, $5, $6, $7) as view',
      values,
    });
    const { members, partitions } = rows[0]?.view ?? { members: [], partitions: null };
    return {
      members: members.map(([id, topics]) => ({ id, topicIds: topics })),
      partitions: (partitions ?? []).map(([topicId, partition, owner, epoch, committed, end]) => ({ topicId, partition, owner, epoch, committed, end })),
    };
  }

  /** What of `wanted` is this member's from now on. */
  async claim(wanted: readonly AssignedPartition[]): Promise<readonly Claimed[]> {
    if (wanted.length === 0) return [];
    const { rows } = await this.pool.query<{ topic_id: number; partition: number; epoch: number; committed: number }>({
      name: 'claim',
      text: 'select topic_id, partition, epoch, committed from message_bus.claim($1, $2, $3, $4, $5)',
      values: [this.id, this.group, ...columns(wanted)],
    });
    return rows.map(({ topic_id: topicId, ...row }) => ({ topicId, ...row }));
  }

  async release(held: readonly Held[]): Promise<void> {
    if (held.length === 0) return;
    await this.pool.query({ name: 'release', text: 'select message_bus.release($1, $2, $3, $4, $5)', values: [this.id, this.group, ...columns(held)] });
  }

  /** Nothing is this member's any more, because it is no member any more. */
  async leave(): Promise<void> {
    await this.pool.query('delete from message_bus.member where id = $1', [this.id]);
  }
}

interface TableView {
  readonly members: readonly [string, readonly number[]][];
  readonly partitions: readonly [number, number, string | null, number, number, number][] | null;
}

const columns = (held: readonly Held[]): unknown[] => [
  held.map(({ topicId }) => topicId),
  held.map(({ partition }) => partition),
  held.map(({ epoch }) => epoch),
];
