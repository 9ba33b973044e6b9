import type { WrapUp } from '@parley/contracts';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Remaining } from '../../shared/ui/elapsed';
import styles from './wrap-up.module.css';

/** Stands where the agent would write once the conversation has ended for them: the way back to the dialog. */
export function WrapUpDue({ wrapUp, onOpen }: { wrapUp: WrapUp | undefined; onOpen: () => void }) {
  const t = useTexts();
  return (
    <div className={styles.due}>
      <p>{t['conversation.ended']}</p>
      {wrapUp && (
        <>
          <Remaining until={wrapUp.dueAt} label={t['dialog.wrapup']} />
          <Button className="button" data-kind="primary" onPress={onOpen}>
            {t['dialog.wrapup']}
          </Button>
        </>
      )}
    </div>
  );
}
