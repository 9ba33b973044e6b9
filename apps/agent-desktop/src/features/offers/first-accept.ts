import { useEffect } from 'react';

/** The id of where requests are shown. */
export const OFFERS = 'offers';
/** The Accept of the oldest request. */
export const FIRST_ACCEPT = '[data-first-accept]';
/** As `aria-keyshortcuts` names it. Browsers leave it free; F6, which others use for this, leads to the browser's own bars. */
export const ACCEPT_KEYS = 'Alt+A';

export const focusFirstAccept = (): void => document.querySelector<HTMLElement>(FIRST_ACCEPT)?.focus();

/** Latin letters count by what they are; other scripts, and the signs that a Mac writes with Option, by the key. */
const isAcceptKey = ({ altKey, ctrlKey, metaKey, shiftKey, key, code }: KeyboardEvent): boolean =>
  altKey && !ctrlKey && !metaKey && !shiftKey && (/^[a-z]$/i.test(key) ? key.toLowerCase() === 'a' : code === 'KeyA');

/** One key leads to the oldest request from everywhere, also out of a dialog; without a request it does what it always does. */
export function useAcceptKey(): void {
  useEffect(() => {
    const toAccept = (event: KeyboardEvent) => {
      if (!isAcceptKey(event) || !document.querySelector(FIRST_ACCEPT)) return;
      event.preventDefault();
      event.stopPropagation();
      focusFirstAccept();
    };
    window.addEventListener('keydown', toAccept, { capture: true });
    return () => window.removeEventListener('keydown', toAccept, { capture: true });
  }, []);
}
