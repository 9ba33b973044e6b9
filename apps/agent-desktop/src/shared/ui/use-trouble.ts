import { useCallback, useEffect, useRef, useState } from 'react';
import { notify } from './notices';

/** What went wrong with what a dialog was told to do: shown in it, or in a notice where the dialog was closed before that was known. */
export function useTrouble(): readonly [string | undefined, (text: string | undefined) => void] {
  const [trouble, setTrouble] = useState<string>();
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const tell = useCallback((text: string | undefined) => {
    if (isThere.current) setTrouble(text);
    else if (text !== undefined) notify(text, 'bad');
  }, []);
  return [trouble, tell];
}
