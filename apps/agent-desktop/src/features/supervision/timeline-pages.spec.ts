import { eventAt, type Pages, PAGE_SIZE, restOf, withRest } from './timeline-pages';

const events = (from: number, count: number) =>
  Array.from({ length: count }, (_one, index) => ({ id: `e${from + index}`, type: 'MessageReceived', time: '', revision: from + index, position: 0, data: {} }));
const none: Pages = new Map();

describe('the events of a long conversation', () => {
  it('are read a page at a time, wherever somebody looks', () => {
    const page = 7;
    expect(restOf(none, page)).toBe(`before=${8 * PAGE_SIZE}&limit=${PAGE_SIZE}&after=${7 * PAGE_SIZE - 1}`);
    const pages = withRest(none, page, events(7 * PAGE_SIZE, PAGE_SIZE));
    expect(eventAt(pages, 7 * PAGE_SIZE + 3)?.id).toBe(`e${7 * PAGE_SIZE + 3}`);
    expect(eventAt(pages, 6 * PAGE_SIZE)).toBeUndefined();
  });

  it('begin with the first', () => expect(restOf(none, 0)).toBe(`before=${PAGE_SIZE}&limit=${PAGE_SIZE}`));

  it('go on where the last page ended', () => {
    const pages = withRest(none, 0, events(0, 3));
    expect(restOf(pages, 0)).toBe(`before=${PAGE_SIZE}&limit=${PAGE_SIZE - 3}&after=2`);
    expect(eventAt(withRest(pages, 0, events(3, 2)), 4)?.id).toBe('e4');
  });

  it('are there once, and without a gap', () => {
    const pages = withRest(none, 0, events(0, 3));
    expect(withRest(pages, 0, events(0, 3))).toBe(pages);
    expect(withRest(pages, 0, events(4, 1))).toBe(pages);
  });
});
