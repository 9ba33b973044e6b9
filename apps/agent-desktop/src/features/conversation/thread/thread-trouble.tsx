import { useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDesk } from '../../../shared/desk/use-desk';
import { useTexts } from '../../../shared/i18n/use-texts';
import { useFocusHandedOn } from '../../../shared/ui/keep-focus';
import styles from './thread.module.css';

/** What came lately is not there. Below what is, where it is in sight wherever the agent reads; it is also tried again by itself. */
export function ThreadTrouble({ conversationId }: { conversationId: string }) {
  const t = useTexts();
  const desk = useDesk();
  const place = useRef<HTMLDivElement>(null);
  useFocusHandedOn(['#reply'], place);
  return (
    <div className={styles.trouble} role="alert" ref={place}>
      {t['conversation.loadFailed']}
      <Button className="button" onPress={() => desk.retryNewest(conversationId)}>
        {t['app.tryAgain']}
      </Button>
    </div>
  );
}
