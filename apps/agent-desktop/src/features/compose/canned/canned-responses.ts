import { type CannedResponses, searchable } from '@parley/contracts';

export type CannedResponse = CannedResponses['items'][number];

/** The slash that begins a search at the end of what stands before the caret: at the beginning of a word, with what follows it. */
const TYPED = /(?:^|\s)\/(?!\s)([^/\n]{0,40})$/;

/** What is searched for, and where in the text the slash stands. */
export function typedSearch(text: string, caret: number): { search: string; from: number } | undefined {
  const search = TYPED.exec(text.slice(0, caret))?.[1];
  return search === undefined ? undefined : { search, from: caret - search.length - 1 };
}

/** Those with every word of `search` in their title, id or text, whatever the case and accents; a title counts before a text. */
export function findCanned(responses: readonly CannedResponse[], search: string): readonly CannedResponse[] {
  const words = searchable(search).split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => searchable(text).includes(word));
  const byTitle = responses.filter(({ title }) => has(title));
  return [...byTitle, ...responses.filter((response) => !byTitle.includes(response) && has(`${response.title} ${response.id} ${response.text}`))];
}
