import { useCallback, useEffect, useState } from 'react';
import { ApiFailure, call } from './call';

interface Answer<T> {
  readonly path: string;
  readonly value?: T;
  readonly failed: boolean;
  readonly mayPass?: boolean;
}

/** The answer of `GET path`, asked again when the path changes or `reload` is called; the last one stays until the next is in. `mayPass`: it failed, and the same may succeed later. */
export function useAnswer<T>(path: string): { value: T | undefined; failed: boolean; mayPass: boolean; reload: () => void } {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    call<T>(path, { signal: leaving.signal }).then(
      (value) => setAnswer({ path, value, failed: false }),
      (error: unknown) => {
        const mayPass = error instanceof ApiFailure && error.passing;
        if (!leaving.signal.aborted) setAnswer((last) => ({ path, value: last?.value, failed: true, mayPass }));
      },
    );
    return () => leaving.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((last) => last + 1), []);
  return { value: answer?.value, failed: answer?.failed ?? false, mayPass: answer?.mayPass ?? false, reload };
}

const AGAIN_MS = 20_000;

/** As {@link useAnswer}, for what nobody asks for by hand: a failure that may pass is tried again until there is an answer. */
export function useLastingAnswer<T>(path: string): T | undefined {
  const { value, mayPass, reload } = useAnswer<T>(path);
  useEffect(() => {
    if (!mayPass) return;
    const timer = setInterval(reload, AGAIN_MS);
    return () => clearInterval(timer);
  }, [mayPass, reload]);
  return value;
}
