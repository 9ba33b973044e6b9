import fc from 'fast-check';
import { murmur2, partitionOf } from './partitioning';

describe('the partition of a key', () => {
  // From Apache Kafka's own UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (key, hash) => {
    expect(murmur2(new TextEncoder().encode(key))).toBe(hash);
  });

  it('is one of the partitions, always the same, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        const partition = partitionOf(key, partitions);
        return Number.isInteger(partition) && partition >= 0 && partition < partitions && partition === partitionOf(key, partitions);
      }),
    );
  });

  it('spreads keys over all partitions', () => {
    const hit = new Set(Array.from({ length: 200 }, (_, index) => partitionOf(`conversation-${index}`, 8)));
    expect(hit.size).toBe(8);
  });
});
