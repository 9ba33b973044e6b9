import fc from 'fast-check';
import { type BusRecord, Unreachable } from './message-bus';
import { together } from './together.timer';

const record = (partition: number, offset: number): BusRecord => ({ topic: 't', partition, offset, key: 'k', value: {}, headers: {}, publishedAt: '' });
const name = ({ partition, offset }: BusRecord) => `${partition}/${offset}`;

describe('batches of several partitions together', () => {
  it('share a call when they are ready together, and the next while one is under way', async () => {
    const calls: string[][] = [];
    const onBatch = together(async (records) => {
      calls.push(records.map(name));
      await new Promise((resolve) => setImmediate(resolve));
    });
    const first = Promise.all([onBatch([record(0, 0), record(0, 1)]), onBatch([record(1, 0)])]);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, onBatch([record(2, 0)]), onBatch([record(3, 0)])]);
    expect(calls).toEqual([
      ['0/0', '0/1', '1/0'],
      ['2/0', '3/0'],
    ]);
  });

  it('blame none for the record of another: only the batch that fails by itself is rejected', async () => {
    const done: string[] = [];
    const onBatch = together(async (records) => {
      if (records.some(({ partition }) => partition === 1)) throw new Error('poison');
      done.push(...records.map(name));
    });
    const outcomes = await Promise.allSettled([0, 1, 2].map((partition) => onBatch([record(partition, 0)])));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual(['0/0', '2/0']);
  });

  it('are all rejected by an outage, after one try', async () => {
    let calls = 0;
    const onBatch = together(async () => {
      calls += 1;
      throw new Unreachable('away');
    });
    const outcomes = await Promise.allSettled([0, 1, 2].map((partition) => onBatch([record(partition, 0)])));
    expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof Unreachable)).toBe(true);
    expect(calls).toBe(1);
  });

  it('are handled each once and in the order of their partition, with at most a thousand records a call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 600 })), { maxLength: 12 }), async (batches) => {
        const seen: BusRecord[] = [];
        const onBatch = together(async (records) => {
          expect(records.length).toBeLessThanOrEqual(1_000);
          await Promise.resolve();
          seen.push(...records);
        });
        const next = [0, 0, 0, 0];
        const sent = batches.map(([partition, count]) => Array.from({ length: count }, () => record(partition, next[partition]!++)));
        await Promise.all(sent.map(onBatch));
        for (const partition of [0, 1, 2, 3])
          expect(seen.filter((one) => one.partition === partition).map(({ offset }) => offset)).toEqual(Array.from({ length: next[partition]! }, (_, n) => n));
      }),
      { numRuns: 50 },
    );
  });
});
