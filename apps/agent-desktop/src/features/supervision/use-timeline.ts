import type { RecordedConversationEvent } from '@parley/contracts';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../shared/api/call';

interface Timeline {
  readonly events: readonly RecordedConversationEvent[];
  /** The last reading did not succeed; what was read before is still true. */
  readonly failed: boolean;
}

/** Everything that happened in the conversation at `path`; each new `round` reads what has been added since. */
export function useTimeline(path: string, round: number): Timeline {
  const [timeline, setTimeline] = useState<Timeline>({ events: [], failed: false });
  const wanted = useRef(round);
  const running = useRef(false);
  const last = useRef<number>(undefined);
  const leaving = useRef<AbortController>(undefined);

  useEffect(() => {
    const here = (leaving.current = new AbortController());
    return () => here.abort();
  }, []);

  useEffect(() => {
    const { signal } = leaving.current!;
    const readOn = async () => {
      const after = last.current === undefined ? '' : `?after=${last.current}`;
      try {
        const { items } = await call<{ items: readonly RecordedConversationEvent[] }>(`${path}/events${after}`, { signal });
        last.current = items.at(-1)?.revision ?? last.current;
        setTimeline(({ events }) => ({ events: items.length > 0 ? [...events, ...items] : events, failed: false }));
      } catch {
        if (!signal.aborted) setTimeline(({ events }) => ({ events, failed: true }));
      }
    };
    // One reading at a time, and once more for what was told meanwhile.
    const run = async () => {
      running.current = true;
      for (let done: number | undefined; done !== wanted.current && !signal.aborted; ) {
        done = wanted.current;
        await readOn();
      }
      running.current = false;
    };
    wanted.current = round;
    if (!running.current) void run();
  }, [path, round]);
  return timeline;
}
