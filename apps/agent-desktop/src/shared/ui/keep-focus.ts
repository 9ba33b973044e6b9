import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** The keyboard goes on at the first that is shown of these places; otherwise in the work area, or in the list where that has no room. */
export function focusFirst(...selectors: readonly string[]): void {
  for (const selector of [...selectors, '#work', '#tasks']) {
    const place = document.querySelector<HTMLElement>(selector);
    if (place && place.getClientRects().length > 0) return place.focus();
  }
}

/** Later than a dialog that closes gives the focus back, which takes a frame. */
const afterClosing = (then: () => void) => requestAnimationFrame(() => requestAnimationFrame(then));

/**
 * When this goes away and the focus with it, the keyboard goes on at `focusFirst(...selectors)`, unless something else has the focus by then.
 *
 * @param place what must have had the focus; left out, whatever had it
 */
export function useFocusHandedOn(selectors: readonly string[], place?: RefObject<HTMLElement | null>): void {
  const next = useRef(selectors);
  useEffect(() => {
    next.current = selectors;
  });
  useLayoutEffect(() => {
    const element = place?.current;
    return () => {
      if (element && !element.contains(document.activeElement)) return;
      afterClosing(() => {
        if (document.activeElement === document.body) focusFirst(...next.current);
      });
    };
  }, [place]);
}
