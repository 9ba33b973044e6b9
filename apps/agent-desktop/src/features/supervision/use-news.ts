import type { WallboardEvent } from '@parley/contracts';
import { useEffect, useRef } from 'react';
import { LiveStream } from '../../shared/desk/live-stream';

const TOGETHER_MS = 300;

/** `onNews` is called after conversations moved anywhere in the contact centre, as the server tells, and after a lost line is back. */
export function useNews(onNews: () => void): void {
  const told = useRef(onNews);
  useEffect(() => {
    told.current = onNews;
  });
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined;
    let opened = 0;
    const stream = new LiveStream<WallboardEvent>(
      {
        onEvent: ({ event }) => {
          if (event === 'snapshot' && opened++ === 0) return;
          soon ??= setTimeout(() => {
            soon = undefined;
            told.current();
          }, TOGETHER_MS);
        },
        onLost: () => undefined,
      },
      { path: '/api/supervisor/live', known: { snapshot: true, 'queue.updated': true } },
    );
    stream.open();
    return () => {
      clearTimeout(soon);
      stream.close();
    };
  }, []);
}
