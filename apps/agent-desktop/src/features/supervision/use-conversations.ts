import type { ConversationsPage, ConversationSummary } from '@parley/contracts';
import { useCallback, useEffect, useState } from 'react';
import { call } from '../../shared/api/call';

const PAGE = 50;

export interface Found {
  readonly items: readonly ConversationSummary[];
  readonly before?: string;
  readonly failed: boolean;
  readonly loading: boolean;
}

const NOTHING: Found = { items: [], failed: false, loading: true };

/** The conversations that `query` finds; `reload` asks for the first page anew and keeps what came after it. */
export function useConversations(query: string): Found & { reload: () => void; more: () => void } {
  const [found, setFound] = useState<Found & { query?: string }>(NOTHING);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    call<ConversationsPage>(`/api/conversations?limit=${PAGE}&${query}`, { signal: leaving.signal }).then(
      (page) => setFound((last) => ({ ...(last.query === query ? joined(page, last) : page), failed: false, loading: false, query })),
      () => {
        // What another query found would be taken for what this one finds.
        if (!leaving.signal.aborted) setFound((last) => ({ ...(last.query === query ? last : NOTHING), failed: true, loading: false, query }));
      },
    );
    return () => leaving.abort();
  }, [query, round]);
  const more = () => {
    const { before } = found;
    if (!before) return;
    setFound((last) => ({ ...last, loading: true }));
    call<ConversationsPage>(`/api/conversations?limit=${PAGE}&${query}&before=${encodeURIComponent(before)}`).then(
      (page) => setFound((last) => (last.query === query && last.before === before ? { ...withoutCursor(last), ...page, items: [...last.items, ...page.items], loading: false } : last)),
      () => setFound((last) => (last.query === query ? { ...last, failed: true, loading: false } : last)),
    );
  };
  return { ...found, reload: useCallback(() => setRound((last) => last + 1), []), more };
}

const withoutCursor = ({ before: _before, ...rest }: Found) => rest;

/** A first page, and what had been read after it: the list does not shrink under whoever reads it. */
function joined(page: ConversationsPage, last: Found): ConversationsPage {
  if (last.items.length <= PAGE || !page.before) return page;
  const seen = new Set(page.items.map(({ conversationId }) => conversationId));
  const oldest = page.items.at(-1)!.startedAt;
  const rest = last.items.filter((item) => !seen.has(item.conversationId) && item.startedAt <= oldest);
  return { items: [...page.items, ...rest], ...(last.before && { before: last.before }) };
}
