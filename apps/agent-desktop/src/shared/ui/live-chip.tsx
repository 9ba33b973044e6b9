import { useTexts } from '../i18n/use-texts';
import styles from './live-chip.module.css';

/** `loading` before the first word, `behind` while a lost line is opened again: what is shown may be old. */
export type Liveness = 'loading' | 'live' | 'behind';

/** Whether what is shown follows what happens. */
export function LiveChip({ liveness }: { liveness: Liveness }) {
  const t = useTexts();
  const text = { loading: t['request.loading'], live: t['wallboard.live'], behind: t['wallboard.catchingUp'] }[liveness];
  return (
    <span className={styles.live} data-live={liveness === 'live' || undefined} role="status">
      {text}
    </span>
  );
}
