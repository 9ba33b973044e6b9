import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../../shared/i18n/use-texts';
import styles from './thread.module.css';
import type { OlderMessages } from './use-older-messages';

/** As high as `.edge` in the style sheet: the list below must know where it begins. */
export const EDGE_PX = 48;

interface EdgeProps {
  readonly state: string;
  readonly older: OlderMessages;
  readonly empty: boolean;
}

/** The upper end of what is loaded: older messages to ask for, or that this is the beginning. */
export function ThreadEdge({ state, older, empty }: EdgeProps) {
  const t = useTexts();
  if (older.state === 'loading') return <p className={styles.edge}>{t['thread.loading']}</p>;
  if (older.state !== 'none') {
    return (
      <div className={styles.edge}>
        <Button className="button" data-kind="quiet" onPress={older.loadAnyway}>
          {t['conversation.older']}
        </Button>
      </div>
    );
  }
  const words = empty ? t['conversation.empty'] : t['thread.beginning'];
  return <p className={styles.edge}>{state === 'ready' ? words : ''}</p>;
}
