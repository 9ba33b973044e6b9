import type { EventStore } from '../../event-store/event-store';
import { happened, happenings, newCategory, newStream } from './happenings';

export function readingContract(opened: () => EventStore): void {
  describe('reading a stream', () => {
    it('gives back what was stored, with everything the store adds', async () => {
      const stream = newStream();
      const event = { ...happened({ text: 'hola', list: [1, { deep: null }] }), metadata: { correlationId: 'c-1', causationId: 'c-2' } };
      const { revision, position, recordedAt } = await opened().append({ stream, expectedRevision: 'no-stream', events: [event] });
      expect(await opened().readStream(stream)).toEqual([{ ...event, stream, revision, position, recordedAt }]);
      expect(new Date(recordedAt).toISOString()).toBe(recordedAt);
    });

    it('is empty where there is no stream', async () => {
      expect(await opened().readStream(newStream())).toEqual([]);
    });

    it('starts and ends where it is told', async () => {
      const stream = newStream();
      await opened().append({ stream, expectedRevision: 'no-stream', events: happenings(6) });
      const revisions = async (options: { from?: number; limit?: number }) =>
        (await opened().readStream(stream, options)).map(({ revision }) => revision);
      expect(await revisions({ from: 4 })).toEqual([4, 5]);
      expect(await revisions({ limit: 2 })).toEqual([0, 1]);
      expect(await revisions({ from: 1, limit: 3 })).toEqual([1, 2, 3]);
      expect(await revisions({ from: 6 })).toEqual([]);
    });

    it('keeps every character and big events as they are', async () => {
      const stream = newStream();
      const data = {
        awkward: 'nul \u0000, quote ", backslash \\, \\u0000 as words, newline \n, {curly}, NULL, \u2028, lone \ud800',
        scripts: 'ñ 漢字 שלום 👩‍👩‍👧 \u{1f600}',
        big: 'é'.repeat(150_000),
      };
      await opened().append({ stream, expectedRevision: 'no-stream', events: [happened(data), happened({ 'odd "key\u0000"': 1 })] });
      expect((await opened().readStream(stream)).map((event) => event.data)).toEqual([data, { 'odd "key\u0000"': 1 }]);
    });
  });

  describe('reading all', () => {
    it('pages in position order, the position going with the page', async () => {
      const category = newCategory();
      const after = await opened().head();
      for (let n = 0; n < 5; n += 1)
        await opened().append({ stream: newStream(category), expectedRevision: 'no-stream', events: happenings(2, 2 * n) });
      const seen: unknown[] = [];
      let position = after;
      for (;;) {
        const slice = await opened().readAll({ after: position, limit: 3, categories: [category] });
        if (slice.events.length === 3) expect(slice.position).toBe(slice.events[2]?.position);
        seen.push(...slice.events.map(({ data }) => data));
        if (slice.position === position) break;
        position = slice.position;
      }
      expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })));
      expect(position).toBe(await opened().head());
    });

    it('filters by category and type, and its position passes what was left out', async () => {
      const [wanted, other] = [newCategory(), newCategory()];
      const after = await opened().head();
      await opened().append({
        stream: newStream(wanted),
        expectedRevision: 'no-stream',
        events: [happened({ n: 1 }, 'Kept'), happened({ n: 2 }, 'Dropped')],
      });
      await opened().append({
        stream: newStream(other),
        expectedRevision: 'no-stream',
        events: [happened({ n: 3 }, 'Kept'), happened({ n: 4 }, 'Kept')],
      });
      const read = async (filter: { categories?: string[]; types?: string[] }) => {
        const { events, position } = await opened().readAll({ after, limit: 100, ...filter });
        return { position, numbers: events.map(({ data }) => (data as { n: number }).n) };
      };
      const position = await opened().head();
      expect(await read({})).toEqual({ position, numbers: [1, 2, 3, 4] });
      expect(await read({ categories: [wanted] })).toEqual({ position, numbers: [1, 2] });
      expect(await read({ types: ['Kept'], categories: [wanted, other] })).toEqual({ position, numbers: [1, 3, 4] });
      expect(await read({ types: ['Kept'], categories: [wanted] })).toEqual({ position, numbers: [1] });
      expect(await read({ categories: [newCategory()] })).toEqual({ position, numbers: [] });
    });

    it('does not take a category for another that begins like it', async () => {
      const category = newCategory();
      const after = await opened().head();
      await opened().append({ stream: newStream(`${category}x`), expectedRevision: 'no-stream', events: happenings(1) });
      expect((await opened().readAll({ after, limit: 10, categories: [category] })).events).toEqual([]);
    });

    it('stays where it is when there is nothing new', async () => {
      const head = await opened().head();
      expect(await opened().readAll({ after: head, limit: 10 })).toEqual({ events: [], position: head });
    });
  });
}
