import { Unreachable } from '@parley/event-sourcing';
import { OffsetCommits } from './offset-commits';

const move = (offset: number) => ({ topic: 'topic', partition: 0, offset });

describe('the offsets of an assignment', () => {
  it('are moved together, and again when the broker did not answer', async () => {
    const sent: string[][] = [];
    const troubles: unknown[] = [];
    const commits = new OffsetCommits(
      async (offsets) => {
        sent.push(offsets.map(({ offset }) => offset));
        if (sent.length === 1) throw new Error('no answer');
      },
      new AbortController().signal,
      (error) => troubles.push(error),
    );
    await Promise.all([commits.move(move(1)), commits.move(move(2))]);
    expect(sent).toEqual([['1', '2'], ['1', '2']]);
    expect(troubles).toHaveLength(1);
  });

  it('stay where they are once it is over, at once', async () => {
    const over = new AbortController();
    const commit = jest.fn(async () => undefined);
    const commits = new OffsetCommits(commit, over.signal, () => undefined);
    over.abort();
    await expect(commits.move(move(1))).rejects.toThrow(Unreachable);
    expect(commit).not.toHaveBeenCalled();
  });

  it('are given up when it ends while the broker cannot be told', async () => {
    const over = new AbortController();
    const commits = new OffsetCommits(() => Promise.reject(new Error('Consumer group was not initialized')), over.signal, () => over.abort());
    await expect(commits.move(move(1))).rejects.toThrow(Unreachable);
  });
});
