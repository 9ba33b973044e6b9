import type { WallboardEvent } from '@parley/contracts';
import { useEffect, useRef, useState } from 'react';
import { LiveStream } from '../../shared/desk/live-stream';
import type { Liveness } from '../../shared/ui/live-chip';

const TOGETHER_MS = 300;

interface News {
  /** Conversations moved somewhere in the contact centre. */
  readonly onMoved: () => void;
  /** Something happened in the conversation that is followed. */
  readonly onHappened: () => void;
}

/**
 * Tells what the server tells, also what may have happened while nobody listened, and whether somebody listens. `followed` is a
 * conversation's id.
 */
export function useNews(followed: string | undefined, news: News): Liveness {
  const [liveness, setLiveness] = useState<Liveness>('loading');
  const told = useRef(news);
  useEffect(() => {
    told.current = news;
  });
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined;
    const due = new Set<keyof News>();
    const tell = (...what: (keyof News)[]) => {
      for (const one of what) due.add(one);
      soon ??= setTimeout(() => {
        soon = undefined;
        for (const one of due) told.current[one]();
        due.clear();
      }, TOGETHER_MS);
    };
    const stream = new LiveStream<WallboardEvent>(
      {
        onEvent: ({ event }) => {
          if (event !== 'snapshot') return tell(event === 'queue.updated' ? 'onMoved' : 'onHappened');
          setLiveness('live');
          tell('onMoved', 'onHappened');
        },
        onLost: () => setLiveness('behind'),
      },
      {
        path: `/api/supervisor/live${followed === undefined ? '' : `?conversation=${encodeURIComponent(followed)}`}`,
        known: { snapshot: true, 'queue.updated': true, 'conversation.happened': true },
      },
    );
    stream.open();
    return () => {
      clearTimeout(soon);
      stream.close();
    };
  }, [followed]);
  return liveness;
}
