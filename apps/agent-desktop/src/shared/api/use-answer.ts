import { useCallback, useEffect, useState } from 'react';
import { call } from './call';

interface Answer<T> {
  readonly path: string;
  readonly value?: T;
  readonly failed: boolean;
}

/** The answer of `GET path`, asked again when the path changes or `reload` is called; the last one stays until the next is in. */
export function useAnswer<T>(path: string): { value: T | undefined; failed: boolean; reload: () => void } {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    call<T>(path, { signal: leaving.signal }).then(
      (value) => setAnswer({ path, value, failed: false }),
      () => {
        if (!leaving.signal.aborted) setAnswer((last) => ({ path, value: last?.value, failed: true }));
      },
    );
    return () => leaving.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((last) => last + 1), []);
  return { value: answer?.value, failed: answer?.failed ?? false, reload };
}
