import { MESSAGE_TEXT_MAX } from '@parley/contracts';
import { useTexts } from '../../shared/i18n/use-texts';
import styles from './compose.module.css';

const NEAR_LIMIT = MESSAGE_TEXT_MAX - 200;

/** How much of the 4096 is used; said aloud only near the limit. */
export function Counter({ used, over }: { used: number; over: number }) {
  const t = useTexts();
  const state = over > 0 ? 'over' : used >= NEAR_LIMIT ? 'near' : 'fine';
  return (
    <span className={styles.counter} data-state={state} title={t['compose.counter']({ used, max: MESSAGE_TEXT_MAX })}>
      {over > 0 && <strong>{t['compose.tooLong']({ over })}</strong>}
      <span aria-hidden="true" className="tabular">
        {used} / {MESSAGE_TEXT_MAX}
      </span>
      <span className="visually-hidden" role={state === 'fine' ? undefined : 'status'}>
        {t['compose.counter']({ used, max: MESSAGE_TEXT_MAX })}
      </span>
    </span>
  );
}
