import type { WrapUp } from '@parley/contracts';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { announce } from '../../shared/ui/announcer';
import { Remaining } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { useFocusHandedOn } from '../../shared/ui/keep-focus';
import styles from './wrap-up.module.css';

interface ReminderProps {
  readonly wrapUp: WrapUp;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** A wrap-up is owed while its agent is busy elsewhere. A row of the page that stays until they open or close it. */
export function WrapUpReminder({ wrapUp: { customerName, dueAt }, onOpen, onClose }: ReminderProps) {
  const t = useTexts();
  const text = t['wrapup.waiting']({ name: customerName });
  useEffect(() => announce(text), [text]);
  const place = useRef<HTMLElement>(null);
  useFocusHandedOn([], place);
  return (
    <section ref={place} className={styles.reminder} aria-label={t['wrapup.short']}>
      <Icon name="clock" size={20} />
      <p>
        {text} <Remaining until={dueAt} label={t['wrapup.remaining']} />
      </p>
      <Button className="button" data-kind="primary" onPress={onOpen}>
        {t['dialog.wrapup']}
      </Button>
      <Button className="icon-button" aria-label={t['app.dismiss']} onPress={onClose}>
        <Icon name="close" size={16} />
      </Button>
    </section>
  );
}
