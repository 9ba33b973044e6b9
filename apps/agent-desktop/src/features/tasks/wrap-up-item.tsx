import type { WrapUp } from '@parley/contracts';
import { useTexts } from '../../shared/i18n/use-texts';
import { clockSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Avatar } from '../../shared/ui/avatar';
import styles from './tasks.module.css';

interface ItemProps {
  readonly wrapUp: WrapUp;
  readonly selected: boolean;
  readonly onOpen: (conversationId: string) => void;
}

/** A wrap-up that is owed; opens its dialog. */
export function WrapUpItem({ wrapUp: { conversationId, customerName, dueAt }, selected, onOpen }: ItemProps) {
  const t = useTexts();
  const left = clockSpan(Date.parse(dueAt) - useNow());
  return (
    <li>
      <button type="button" className={styles.item} aria-current={selected ? 'page' : undefined} onClick={() => onOpen(conversationId)}>
        <Avatar name={customerName} />
        <span className={styles.text}>
          <bdi className={styles.name}>{customerName}</bdi>
          <span className={`${styles.preview} tabular`} data-due>
            {t['dialog.wrapup']} · {t['tasks.due']({ left })}
          </span>
        </span>
      </button>
    </li>
  );
}
