import { murmur2 } from '@parley/event-sourcing';

export interface GroupView<P extends SharedPartition> {
  readonly members: readonly SharingMember[];
  readonly partitions: readonly P[];
}

export interface SharingMember {
  readonly id: string;
  readonly topicIds: readonly number[];
}

export interface SharedPartition {
  readonly topicId: number;
  readonly partition: number;
  /** A member's id. */
  readonly owner: string | null;
}

export interface Share<P> {
  readonly claim: readonly P[];
  readonly release: readonly P[];
}

/**
 * What `me` should take and let go of, so that each topic's partitions are shared evenly among those who read it and as few as
 * possible change hands. Everybody computes it alone; who sees the same view wants no partition that another wants.
 */
export function shareOf<P extends SharedPartition>(me: string, { members, partitions }: GroupView<P>): Share<P> {
  const topicIds = [...new Set(partitions.map(({ topicId }) => topicId))];
  const shares = topicIds.map((topicId) =>
    shareOfTopic(
      me,
      members.filter((member) => member.topicIds.includes(topicId)),
      partitions.filter((partition) => partition.topicId === topicId),
    ),
  );
  return { claim: shares.flatMap(({ claim }) => claim), release: shares.flatMap(({ release }) => release) };
}

function shareOfTopic<P extends SharedPartition>(me: string, members: readonly SharingMember[], partitions: readonly P[]): Share<P> {
  const alive = new Set(members.map(({ id }) => id));
  const free = partitions.filter(({ owner }) => owner === null || !alive.has(owner));
  let claimed = 0;
  for (const [rank, { id, owned }] of ranked(members, partitions).entries()) {
    const quota = Math.floor(partitions.length / members.length) + (rank < partitions.length % members.length ? 1 : 0);
    const missing = Math.max(0, quota - owned.length);
    if (id === me) return { claim: free.slice(claimed, claimed + missing), release: owned.slice(quota) };
    claimed += missing;
  }
  return { claim: [], release: [] };
}

/** Who has most comes first, so that nobody gives up a partition only to be even; among equals the topic's own order decides. */
function ranked<P extends SharedPartition>(members: readonly SharingMember[], partitions: readonly P[]) {
  const order = new TextEncoder();
  return members
    .map(({ id }) => ({
      id,
      owned: partitions.filter(({ owner }) => owner === id),
      lot: murmur2(order.encode(`${id}/${partitions[0]?.topicId}`)),
    }))
    .sort((a, b) => b.owned.length - a.owned.length || a.lot - b.lot || (a.id < b.id ? -1 : 1));
}
