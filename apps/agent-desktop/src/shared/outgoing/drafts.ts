import { useSyncExternalStore } from 'react';
import { Cell, tabStore } from '../browser-store';

export interface Draft {
  readonly conversationId: string;
  readonly text: string;
  /** On this machine's clock; the later of two is right. */
  readonly atMs: number;
}

const PREFIX = 'parley.draft.';
const drafts = new Map<string, Cell<Draft>>();
let tell: (draft: Draft) => void = () => undefined;

function draftOf(conversationId: string): Cell<Draft> {
  let draft = drafts.get(conversationId);
  if (!draft) drafts.set(conversationId, (draft = new Cell({ conversationId, ...kept(conversationId) })));
  return draft;
}

/** What this tab wrote before a reload. */
function kept(conversationId: string): Omit<Draft, 'conversationId'> {
  const [, atMs, text = ''] = /^(\d+) ([^]*)$/.exec(tabStore.read(PREFIX + conversationId) ?? '') ?? [];
  return { text, atMs: Number(atMs ?? 0) };
}

/** What the agent has written but not sent; a reload keeps it, and every tab shows it. */
export function useDraft(conversationId: string): string {
  const draft = draftOf(conversationId);
  return useSyncExternalStore(draft.subscribe, () => draft.get().text);
}

export function setDraft(conversationId: string, text: string): void {
  const draft = { conversationId, text, atMs: Date.now() };
  keep(draft);
  tell(draft);
}

/** Another tab wrote; quiet when this one did so later. */
export function takeOverDraft(draft: Draft): void {
  if (draft.atMs > draftOf(draft.conversationId).get().atMs) keep(draft);
}

function keep(draft: Draft): void {
  tabStore.write(PREFIX + draft.conversationId, draft.text && `${draft.atMs} ${draft.text}`);
  draftOf(draft.conversationId).set(draft);
}

/** The draft, which is empty from now on: a second press of Send finds nothing. */
export function takeDraft(conversationId: string): string {
  const { text } = draftOf(conversationId).get();
  setDraft(conversationId, '');
  return text;
}

/** Everything written in this tab, also before a reload. */
export const allDrafts = (): readonly Draft[] =>
  tabStore.keys(PREFIX).map((key) => draftOf(key.slice(PREFIX.length)).get());

/** From now on `listener` hears what is written in this tab, until the next one is named. */
export function tellDrafts(listener: (draft: Draft) => void): void {
  tell = listener;
}

/** Nothing written is left behind for the next person at this desk. */
export function forgetDrafts(): void {
  drafts.clear();
  tabStore.clear(PREFIX);
}
