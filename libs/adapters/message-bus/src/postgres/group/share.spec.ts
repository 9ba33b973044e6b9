import fc from 'fast-check';
import { type SharedPartition, type SharingMember, shareOf } from './share';

const TOPICS = [1, 2, 3];

const aGroup = fc.record({
  members: fc.uniqueArray(fc.record({ id: fc.uuid(), topicIds: fc.subarray(TOPICS, { minLength: 1 }) }), { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
  counts: fc.tuple(...TOPICS.map(() => fc.integer({ min: 1, max: 12 }))),
});

/** Everybody acts on the same view, again and again, until nobody wants anything; answers how many rounds it took. */
function settle(members: readonly SharingMember[], partitions: { topicId: number; partition: number; owner: string | null }[]): number {
  for (let round = 0; round < 20; round += 1) {
    const wishes = members.map(({ id }) => ({ id, ...shareOf(id, { members, partitions }) }));
    if (wishes.every(({ claim, release }) => claim.length + release.length === 0)) return round;
    const claimed = wishes.flatMap(({ claim }) => claim);
    expect(new Set(claimed).size).toBe(claimed.length);
    for (const { id, claim, release } of wishes) {
      for (const partition of release) (partition as { owner: string | null }).owner = null;
      for (const partition of claim) (partition as { owner: string | null }).owner = id;
    }
  }
  throw new Error('the members never agree');
}

const unowned = (counts: readonly number[]) =>
  counts.flatMap((count, index) => Array.from({ length: count }, (_, partition) => ({ topicId: TOPICS[index] as number, partition, owner: null as string | null })));

function expectEven(members: readonly SharingMember[], partitions: readonly SharedPartition[]): void {
  for (const topicId of TOPICS) {
    const readers = members.filter((member) => member.topicIds.includes(topicId));
    const held = readers.map(({ id }) => partitions.filter((partition) => partition.topicId === topicId && partition.owner === id).length);
    if (readers.length === 0) continue;
    expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
    expect(held.reduce((a, b) => a + b)).toBe(partitions.filter((partition) => partition.topicId === topicId).length);
  }
}

describe('the share of a member', () => {
  it('comes to be even, and everything is owned, whoever joins or dies', () => {
    fc.assert(
      fc.property(aGroup, fc.integer({ min: 0, max: 5 }), ({ members, counts }, leaving) => {
        const partitions = unowned(counts);
        expect(settle(members.slice(0, 1), partitions)).toBeLessThanOrEqual(1);
        expect(settle(members, partitions)).toBeLessThanOrEqual(2);
        expectEven(members, partitions);
        const rest = members.filter((_, index) => index !== leaving);
        if (rest.length > 0) expect(settle(rest, partitions)).toBeLessThanOrEqual(2);
        if (rest.length > 0) expectEven(rest, partitions);
      }),
    );
  });

  it('moves no more than must be moved', () => {
    const [ana, ben, eve] = [{ id: 'ana', topicIds: [1] }, { id: 'ben', topicIds: [1] }, { id: 'eve', topicIds: [1] }] as const;
    const partitions = unowned([8]);
    settle([ana, ben], partitions);
    const before = partitions.map(({ owner }) => owner);
    settle([ana, ben, eve], partitions);
    expect(partitions.filter(({ owner }, index) => owner !== before[index]).map(({ owner }) => owner)).toEqual(['eve', 'eve']);
  });
});
