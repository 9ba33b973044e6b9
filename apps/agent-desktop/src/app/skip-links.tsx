import { ACCEPT_KEYS, focusFirstAccept, OFFERS } from '../features/offers/first-accept';
import { useDeskState } from '../shared/desk/use-desk';
import { useTexts } from '../shared/i18n/use-texts';
import styles from './skip-links.module.css';

/** The first thing that Tab leads to: past the head of the page. */
export function SkipLink({ children }: { children: string }) {
  return (
    <a href="#work" className={styles.link}>
      {children}
    </a>
  );
}

/** The way to the requests, while there are any. */
export function SkipToRequests() {
  const t = useTexts();
  const any = useDeskState(({ offers }) => offers.length > 0);
  if (!any) return null;
  return (
    <a
      href={`#${OFFERS}`}
      className={styles.link}
      aria-keyshortcuts={ACCEPT_KEYS}
      onClick={(event) => {
        event.preventDefault();
        focusFirstAccept();
      }}
    >
      {t['offer.skip']}
    </a>
  );
}
