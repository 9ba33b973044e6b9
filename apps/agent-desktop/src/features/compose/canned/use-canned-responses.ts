import type { CannedResponses } from '@parley/contracts';
import { useEffect, useState } from 'react';
import { call } from '../../../shared/api/call';
import { useLanguage } from '../../../shared/preferences';
import type { CannedResponse } from './canned-responses';

/** They change with a restart of the server only. */
const known = new Map<string, readonly CannedResponse[]>();

/** The responses for a queue in the desktop's language, asked for once they are wanted. */
export function useCannedResponses(queueId: string, wanted: boolean): { all: readonly CannedResponse[] | undefined; failed: boolean } {
  const path = `/api/canned-responses?${new URLSearchParams({ queue: queueId, lang: useLanguage() })}`;
  const [answered, setAnswered] = useState({ path: '', failed: false });
  useEffect(() => {
    if (!wanted || known.has(path)) return undefined;
    const leaving = new AbortController();
    call<CannedResponses>(path, { signal: leaving.signal }).then(
      ({ items }) => {
        known.set(path, items);
        setAnswered({ path, failed: false });
      },
      () => {
        if (!leaving.signal.aborted) setAnswered({ path, failed: true });
      },
    );
    return () => leaving.abort();
  }, [path, wanted]);
  return { all: known.get(path), failed: answered.failed && answered.path === path };
}
