import { useSyncExternalStore } from 'react';
import { Cell, tabStore } from '../browser-store';

const PREFIX = 'parley.draft.';
const drafts = new Map<string, Cell<string>>();

function draftOf(conversationId: string): Cell<string> {
  let draft = drafts.get(conversationId);
  if (!draft) drafts.set(conversationId, (draft = new Cell(tabStore.read(PREFIX + conversationId) ?? '')));
  return draft;
}

/** What the agent has written but not sent; a reload keeps it. */
export function useDraft(conversationId: string): string {
  const draft = draftOf(conversationId);
  return useSyncExternalStore(draft.subscribe, draft.get);
}

export function setDraft(conversationId: string, text: string): void {
  tabStore.write(PREFIX + conversationId, text);
  draftOf(conversationId).set(text);
}

/** The draft, which is empty from now on: a second press of Send finds nothing. */
export function takeDraft(conversationId: string): string {
  const text = draftOf(conversationId).get();
  setDraft(conversationId, '');
  return text;
}

/** Nothing written is left behind for the next person at this desk. */
export function forgetDrafts(): void {
  drafts.clear();
  tabStore.clear(PREFIX);
}
