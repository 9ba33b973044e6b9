import type { Conversation, RecordedConversationEvent } from '@parley/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../../shared/api/call';
import { eventAt, type Pages, pageOf, restOf, withRest } from './timeline-pages';

const AGAIN_MS = 3_000;

export interface Timeline {
  /** The conversation as it is now; undefined until it was read. */
  readonly now: Conversation | undefined;
  /** How many events there are. */
  readonly total: number;
  readonly pages: Pages;
  readonly at: (index: number) => RecordedConversationEvent | undefined;
  /** Has the event read, unless it is there or on its way. */
  readonly want: (index: number) => void;
  /** The last reading did not succeed; what was read before is still true. */
  readonly failed: boolean;
}

/** Everything that happened in the conversation at `path`, read where somebody looks; each new `round` reads how it stands now. */
export function useTimeline(path: string, round: number): Timeline {
  const { now, failed } = useNow(path, round);
  const { pages, want } = usePages(path);
  const at = useCallback((index: number) => eventAt(pages, index), [pages]);
  const total = now ? now.revision + 1 : 0;
  return useMemo(() => ({ now, total, pages, at, want, failed }), [now, total, pages, at, want, failed]);
}

function useNow(path: string, round: number) {
  const [state, setState] = useState<{ readonly now?: Conversation; readonly failed: boolean }>({ failed: false });
  useEffect(() => {
    const leaving = new AbortController();
    call<Conversation>(path, { signal: leaving.signal }).then(
      (now) => setState((before) => ({ now: before.now && before.now.revision > now.revision ? before.now : now, failed: false })),
      () => {
        if (!leaving.signal.aborted) setState((before) => ({ ...before, failed: true }));
      },
    );
    return () => leaving.abort();
  }, [path, round]);
  return { now: state.now, failed: state.failed };
}

/** The pages read so far; one reading of a page at a time, and after one that failed a pause. */
function usePages(path: string) {
  const [pages, setPages] = useState<Pages>(new Map());
  const known = useRef(pages);
  const busy = useRef(new Set<number>());
  const leaving = useRef<AbortController>(undefined);
  useEffect(() => {
    const here = (leaving.current = new AbortController());
    return () => here.abort();
  }, []);
  const want = useCallback(
    (index: number) => {
      const page = pageOf(index);
      if (index < 0 || busy.current.has(page) || eventAt(known.current, index)) return;
      busy.current.add(page);
      const { signal } = leaving.current!;
      const done = () => {
        busy.current.delete(page);
        // A new map: whoever waits for a row looks again.
        if (!signal.aborted) setPages((known.current = new Map(known.current)));
      };
      call<{ items: readonly RecordedConversationEvent[] }>(`${path}/events?${restOf(known.current, page)}`, { signal }).then(
        ({ items }) => {
          known.current = withRest(known.current, page, items);
          done();
        },
        () => setTimeout(done, AGAIN_MS),
      );
    },
    [path],
  );
  return { pages, want };
}
