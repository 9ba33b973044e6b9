import type { Conversation, MessagePage } from '@parley/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../shared/api/call';
import { EMPTY_THREAD, type Thread, withNewestPage, withOlderPage } from '../../shared/desk/thread';

const PAGE_SIZE = 50;

/** A conversation with its messages as they were at one revision. */
export interface Moment {
  readonly revision: number;
  readonly conversation: Conversation;
  /** The newest of them, and those before them that were asked for. */
  readonly thread: Thread;
  /** It was asked for as the newest. */
  readonly isNow: boolean;
}

/**
 * The moment that the server told last; while another is on its way it is still that one, and says so by its revision. `now` is the
 * conversation as it is, where no other `revision` is looked at.
 */
export function useMoment(path: string, now: Conversation | undefined, revision: number | undefined) {
  const [moment, setMoment] = useState<Moment>();
  const isNow = revision === undefined;
  const then = isNow ? '' : `asOf=${revision}`;
  useEffect(() => {
    if (!now) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const conversation = then ? call<Conversation>(`${path}?${then}`, { signal }) : now;
    Promise.all([conversation, call<MessagePage>(`${path}/messages?limit=${PAGE_SIZE}&${then}`, { signal })]).then(
      ([as, page]) =>
        setMoment((before) => {
          // Who looks at now keeps the older messages that they asked for.
          const thread = withNewestPage(isNow && before?.isNow ? { ...before.thread, state: 'stale' } : EMPTY_THREAD, page);
          return { revision: revision ?? as.revision, conversation: as, thread, isNow };
        }),
      () => undefined, // what is shown is still true of the moment that it names
    );
    return () => leaving.abort();
    // How it is now says nothing new of how it was.
  }, [path, then, then ? undefined : now]);
  return { moment, older: useOlder(path, moment, setMoment) };
}

const asOfMoment = ({ isNow, revision }: Moment): string => (isNow ? '' : `&asOf=${revision}`);

/** Reads the page before the messages that are shown, one at a time. */
function useOlder(path: string, moment: Moment | undefined, setMoment: (change: (before: Moment | undefined) => Moment | undefined) => void) {
  const busy = useRef(false);
  const [isLoading, setLoading] = useState(false);
  const before = moment?.thread.before;
  const asOf = moment ? asOfMoment(moment) : '';
  const load = useCallback(async () => {
    if (before === undefined || busy.current) return;
    setLoading((busy.current = true));
    const page = await call<MessagePage>(`${path}/messages?limit=${PAGE_SIZE}&before=${before}${asOf}`).catch(() => undefined);
    const isStillShown = (last: Moment) => last.thread.before === before && asOf === asOfMoment(last);
    if (page) setMoment((last) => (last && isStillShown(last) ? { ...last, thread: withOlderPage(last.thread, page) } : last));
    setLoading((busy.current = false));
  }, [path, before, asOf, setMoment]);
  return { isMore: before !== undefined, isLoading, load };
}
