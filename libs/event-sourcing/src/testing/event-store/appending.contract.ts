import { type Append, type EventStore, RevisionConflict } from '../../event-store/event-store';
import { happened, happenings, newStream } from './happenings';

export function appendingContract(opened: () => EventStore): void {
  describe('appending', () => {
    it('numbers the events of a stream from 0 without gaps', async () => {
      const stream = newStream();
      const first = await opened().append({ stream, expectedRevision: 'no-stream', events: happenings(3) });
      const second = await opened().append({ stream, expectedRevision: 2, events: happenings(1, 3) });
      expect([first.revision, second.revision]).toEqual([2, 3]);
      expect(second.position).toBeGreaterThan(first.position);
      expect([first.duplicate, second.duplicate]).toEqual([false, false]);
      expect((await opened().readStream(stream)).map(({ revision, data }) => [revision, data])).toEqual(
        [0, 1, 2, 3].map((n) => [n, { n }]),
      );
    });

    it('refuses another revision than the one expected, and says which it is', async () => {
      const stream = newStream();
      await opened().append({ stream, expectedRevision: 'no-stream', events: happenings(2) });
      for (const expectedRevision of ['no-stream', 0, 2] as const) {
        const refused = opened().append({ stream, expectedRevision, events: happenings(1) });
        await expect(refused).rejects.toThrow(RevisionConflict);
        await expect(refused).rejects.toMatchObject({ stream, expected: expectedRevision, actual: 1 });
      }
      const missing = newStream();
      await expect(opened().append({ stream: missing, expectedRevision: 0, events: happenings(1) })).rejects.toMatchObject({
        actual: 'no-stream',
      });
      expect(await opened().readStream(stream)).toHaveLength(2);
      expect(await opened().readStream(missing)).toEqual([]);
    });

    it('lets exactly one of two writers append at the same revision', async () => {
      const stream = newStream();
      for (let revision = -1; revision < 20; revision += 1) {
        const write = (n: number) =>
          opened().append({ stream, expectedRevision: revision < 0 ? 'no-stream' : revision, events: [happened({ n })] });
        const outcomes = await Promise.allSettled([write(1), write(2)]);
        const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
        expect(lost).toEqual([expect.any(RevisionConflict)]);
      }
      expect(await opened().readStream(stream)).toHaveLength(21);
    });

    it('lets a conflict harm nobody else', async () => {
      const taken = newStream();
      await opened().append({ stream: taken, expectedRevision: 'no-stream', events: happenings(1) });
      const writes = Array.from({ length: 40 }, (_, n) =>
        opened().append({ stream: n % 2 ? newStream() : taken, expectedRevision: 'no-stream', events: happenings(1) }),
      );
      const outcomes = await Promise.allSettled(writes);
      expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map((_, n) => (n % 2 ? 'fulfilled' : 'rejected')));
    });

    it('refuses to append nothing', async () => {
      await expect(opened().append({ stream: newStream(), expectedRevision: 'no-stream', events: [] })).rejects.toThrow(RangeError);
    });
  });

  describe('appending again', () => {
    it('stores events once, by their ids, and answers as the first time', async () => {
      const append: Append = { stream: newStream(), expectedRevision: 'no-stream', events: happenings(2) };
      const first = await opened().append(append);
      expect(await opened().append(append)).toEqual({ ...first, duplicate: true });
      expect(await opened().readStream(append.stream)).toHaveLength(2);
    });

    it('knows them after others followed, whatever revision is expected', async () => {
      const stream = newStream();
      const append: Append = { stream, expectedRevision: 'no-stream', events: happenings(2) };
      const first = await opened().append(append);
      await opened().append({ stream, expectedRevision: 1, events: happenings(3) });
      expect(await opened().append(append)).toEqual({ ...first, duplicate: true });
      expect(await opened().append({ ...append, expectedRevision: 4 })).toEqual({ ...first, duplicate: true });
      expect(await opened().readStream(stream)).toHaveLength(5);
    });

    it('stores them once when both arrive together', async () => {
      const append: Append = { stream: newStream(), expectedRevision: 'no-stream', events: happenings(2) };
      const answers = await Promise.all([opened().append(append), opened().append(append), opened().append(append)]);
      expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect(new Set(answers.map(({ revision, position }) => `${revision}@${position}`)).size).toBe(1);
      expect(await opened().readStream(append.stream)).toHaveLength(2);
    });
  });
}
