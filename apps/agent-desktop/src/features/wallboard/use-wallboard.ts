import type { WallboardEvent, WallboardEventName } from '@parley/contracts';
import { useEffect, useState } from 'react';
import { LiveStream } from '../../shared/desk/live-stream';
import { ownTimeZone } from '../../shared/time/time-zone';
import { evolveWallboard, type Shown } from './wallboard-state';

/** Of conversations nothing is asked. */
const KNOWN = { snapshot: true, 'queue.updated': true, 'agent.updated': true, 'today.updated': true } satisfies Record<Exclude<WallboardEventName, 'conversation.happened'>, true>;

export interface LiveWallboard {
  readonly board: Shown;
  /** The stream is open and has told all. */
  readonly live: boolean;
}

/** What goes on, pushed by the server for as long as the page is shown; what was shown last stays while a lost line is opened again. */
export function useWallboard(): LiveWallboard {
  const [shown, setShown] = useState<LiveWallboard>({ board: undefined, live: false });
  useEffect(() => {
    const stream = new LiveStream<WallboardEvent>(
      {
        onEvent: (event) => setShown((before) => ({ board: evolveWallboard(before.board, event), live: before.live || event.event === 'snapshot' })),
        onLost: () => setShown((before) => ({ ...before, live: false })),
      },
      { path: `/api/supervisor/live?timeZone=${encodeURIComponent(ownTimeZone())}`, known: KNOWN },
    );
    stream.open();
    return () => stream.close();
  }, []);
  return shown;
}
