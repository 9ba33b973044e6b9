import { useCallback, useSyncExternalStore } from 'react';

/** Where one column is all that fits; the style sheets say the same. */
export const NARROW = '(max-width: 760px)';

/** Whether the window is as `query` says; the component follows it. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
