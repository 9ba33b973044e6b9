import type { WrapUp } from '@parley/contracts';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Remaining } from '../../shared/ui/elapsed';
import styles from './wrap-up.module.css';

/** The button that opens the dialog. */
export const WRAP_UP_BUTTON = '[data-wrap-up-button]';

interface DueProps {
  readonly wrapUp: WrapUp | undefined;
  /** Whether the conversation is over for everybody; otherwise only the agent's part is. */
  readonly ended: boolean;
  readonly onOpen: () => void;
  /** What else can still be done about it. */
  readonly children?: ReactNode;
}

/** Stands where the agent would write once the conversation has ended for them: the way back to the dialog. */
export function WrapUpDue({ wrapUp, ended, onOpen, children }: DueProps) {
  const t = useTexts();
  return (
    <div className={styles.due}>
      <p>{ended ? t['conversation.ended'] : t['conversation.left']}</p>
      {children}
      {wrapUp && (
        <>
          <Remaining until={wrapUp.dueAt} label={t['dialog.wrapup']} />
          <Button className="button" data-kind="primary" data-wrap-up-button onPress={onOpen}>
            {t['dialog.wrapup']}
          </Button>
        </>
      )}
    </div>
  );
}
