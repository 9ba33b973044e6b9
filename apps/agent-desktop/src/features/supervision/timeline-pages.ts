import type { RecordedConversationEvent } from '@parley/contracts';

/** Events are read so many at a time. */
export const PAGE_SIZE = 100;

/** Events by page, each page from its beginning without a gap. An event's index is its revision: a stream has no gaps. */
export type Pages = ReadonlyMap<number, readonly RecordedConversationEvent[]>;

export const pageOf = (index: number): number => Math.floor(index / PAGE_SIZE);

export const eventAt = (pages: Pages, index: number): RecordedConversationEvent | undefined => pages.get(pageOf(index))?.[index % PAGE_SIZE];

/** What asks for the rest of a page. */
export function restOf(pages: Pages, page: number): string {
  const known = pages.get(page)?.length ?? 0;
  const first = page * PAGE_SIZE + known;
  return `before=${(page + 1) * PAGE_SIZE}&limit=${PAGE_SIZE - known}${first > 0 ? `&after=${first - 1}` : ''}`;
}

/** The pages with more of `page`; what is there already, or would leave a gap, is left out. */
export function withRest(pages: Pages, page: number, items: readonly RecordedConversationEvent[]): Pages {
  const known = pages.get(page) ?? [];
  const next = page * PAGE_SIZE + known.length;
  const fresh = items.filter(({ revision }, index) => revision === next + index);
  return fresh.length === 0 ? pages : new Map([...pages, [page, [...known, ...fresh]]]);
}
