import { AssignerProtocol, type GroupMember, type PartitionAssigner } from 'kafkajs';

const NAME = 'parley';
const VERSION = 0;

type Assignments = Map<string, Record<string, number[]>>;

/**
 * Shares each topic's partitions evenly among the members that read it. Members of an older version, which read other topics, may
 * be in the group during a deployment.
 *
 * kafkajs joins a group again as soon as it hears of a rebalance, whatever handlers still run. It asks for the group's coordinator
 * right before, so that is where we make it wait until `ended` resolves: what somebody else is about to read has ended here.
 */
export const assigner =
  (ended: () => Promise<void>): PartitionAssigner =>
  ({ cluster }) => {
    const find = cluster.findGroupCoordinator.bind(cluster);
    cluster.findGroupCoordinator = async (group) => {
      await ended();
      return find(group);
    };
    return {
      name: NAME,
      version: VERSION,
      protocol: ({ topics }) => ({ name: NAME, metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }) }),
      assign: async ({ members }) => {
        const readers = readersOf(members);
        await cluster.addMultipleTargetTopics([...readers.keys()]);
        const partitionsOf = (topic: string) => cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
        const shares = share(readers, partitionsOf);
        return members.map(({ memberId }) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: VERSION, assignment: shares.get(memberId) ?? {}, userData: Buffer.alloc(0) }),
        }));
      },
    };
  };

function readersOf(members: readonly GroupMember[]): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const { memberId, memberMetadata } of members)
    for (const topic of AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? []) readers.set(topic, [...(readers.get(topic) ?? []), memberId]);
  return readers;
}

/** Goes on dealing where the topic before ended, so that nobody gets the first of every topic. */
function share(readers: ReadonlyMap<string, readonly string[]>, partitionsOf: (topic: string) => number[]): Assignments {
  const shares: Assignments = new Map();
  let dealt = 0;
  for (const topic of [...readers.keys()].sort()) {
    const among = [...(readers.get(topic) ?? [])].sort();
    for (const partition of partitionsOf(topic).sort((a, b) => a - b)) {
      const member = among[dealt % among.length] as string;
      dealt += 1;
      const assignment = shares.get(member) ?? {};
      shares.set(member, assignment);
      (assignment[topic] ??= []).push(partition);
    }
  }
  return shares;
}
