import type { RecordedEvent } from '@parley/event-sourcing';
import type { StreamPart } from './log-reader';
import { LOOK_BACK, StreamIds } from './stream-ids';

/** Streams of events whose ids are `<stream>/<revision>`; it counts what is read of them. */
function logOf(lengths: Record<string, number>) {
  const reads: StreamPart[] = [];
  const event = (stream: string, revision: number) => ({ id: `${stream}/${revision}`, revision });
  const range = (stream: string, from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => event(stream, from + n));
  const stream = async (name: string, part: StreamPart = {}) => {
    reads.push(part);
    const last = (lengths[name] ?? 0) - 1;
    const { from = part.backwards ? last : 0, limit = Infinity, backwards } = part;
    const found = backwards ? range(name, Math.max(0, from - limit + 1), Math.min(from, last)).reverse() : range(name, from, Math.min(last, from + limit - 1));
    return found as unknown as readonly RecordedEvent[];
  };
  return { reads, range, ids: new StreamIds({ stream }) };
}

describe('the ids of a stream', () => {
  it('are known without a reading where the caller has read the stream from its beginning, or wrote it', async () => {
    const { ids, reads, range } = logOf({ one: 5 });
    ids.note('one', range('one', 0, 2));
    ids.note('one', range('one', 3, 4));
    expect([...(await ids.upTo('one', 4))]).toEqual([['one/0', 0], ['one/1', 1], ['one/2', 2], ['one/3', 3], ['one/4', 4]]);
    expect(reads).toEqual([]);
  });

  it('are read where they are not known: what is missing, or the newest', async () => {
    const { ids, reads, range } = logOf({ one: 10, other: 10 });
    ids.note('one', range('one', 0, 3));
    expect((await ids.upTo('one', 8)).get('one/8')).toBe(8);
    expect((await ids.upTo('other', 8)).get('other/8')).toBe(8);
    expect(reads).toEqual([{ from: 4, limit: 5 }, { from: 8, limit: LOOK_BACK, backwards: true }]);
  });

  it('are not taken as known across a gap: events that do not follow what is known change nothing', async () => {
    const { ids, reads, range } = logOf({ one: 10, other: 10 });
    ids.note('one', range('one', 0, 2));
    ids.note('one', range('one', 5, 6));
    ids.note('other', range('other', 5, 6));
    for (const name of ['one', 'other']) expect((await ids.upTo(name, 6)).size).toBe(7);
    expect(reads).toEqual([{ from: 3, limit: 4 }, { from: 6, limit: LOOK_BACK, backwards: true }]);
  });

  it('are those of the newest events, so many that a repeat is known far back, and no more', async () => {
    const { ids, range } = logOf({ long: 3 * LOOK_BACK });
    ids.note('long', range('long', 0, LOOK_BACK - 1));
    const known = await ids.upTo('long', LOOK_BACK + 9);
    expect([known.size, known.has('long/9'), known.has('long/10')]).toEqual([LOOK_BACK, false, true]);
    const newest = await ids.upTo('long', 3 * LOOK_BACK - 1);
    expect([newest.size, newest.has(`long/${2 * LOOK_BACK - 1}`), newest.has(`long/${2 * LOOK_BACK}`)]).toEqual([LOOK_BACK, false, true]);
  });

  it('are forgotten of the streams that were used least lately, before they fill the memory', async () => {
    const { ids, reads, range } = logOf(Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`s${n}`, LOOK_BACK])));
    for (let n = 0; n < 120; n += 1) {
      ids.note(`s${n}`, range(`s${n}`, 0, LOOK_BACK - 1));
      await ids.upTo('s0', LOOK_BACK - 1);
    }
    expect(reads).toEqual([]);
    await ids.upTo('s119', LOOK_BACK - 1);
    expect(reads).toEqual([]);
    await ids.upTo('s1', LOOK_BACK - 1);
    expect(reads).toHaveLength(1);
  });

  it('are known up to now, of a stream that is there and of one that is not', async () => {
    const { ids } = logOf({ one: 3 });
    expect(await ids.now('one')).toMatchObject({ revision: 2, ids: new Map([['one/0', 0], ['one/1', 1], ['one/2', 2]]) });
    expect(await ids.now('none')).toEqual({ revision: -1, ids: new Map() });
  });
});
