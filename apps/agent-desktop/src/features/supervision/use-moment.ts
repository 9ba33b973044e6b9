import type { Conversation, MessagePage } from '@parley/contracts';
import { useEffect, useState } from 'react';
import { call } from '../../shared/api/call';

const MESSAGES_MAX = 200;

/** A conversation with its messages as they were at one revision. */
export interface Moment {
  readonly revision: number;
  readonly conversation: Conversation;
  readonly messages: MessagePage;
  /** It was asked for as the newest. */
  readonly isNow: boolean;
}

/** The moment that the server told last; while another is on its way it is still that one, and says so by its revision. */
export function useMoment(path: string, revision: number | undefined, isNow: boolean): Moment | undefined {
  const [moment, setMoment] = useState<Moment>();
  useEffect(() => {
    if (revision === undefined) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    Promise.all([
      call<Conversation>(`${path}?asOf=${revision}`, { signal }),
      call<MessagePage>(`${path}/messages?asOf=${revision}&limit=${MESSAGES_MAX}`, { signal }),
    ]).then(
      ([conversation, messages]) => setMoment({ revision, conversation, messages, isNow }),
      () => undefined, // what is shown is still true of the moment that it names
    );
    return () => leaving.abort();
  }, [path, revision, isNow]);
  return moment;
}
