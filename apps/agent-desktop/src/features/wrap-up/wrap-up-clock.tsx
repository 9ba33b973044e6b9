import { useMemo } from 'react';
import { Button } from 'react-aria-components/Button';
import { myWrapUps } from '../../shared/desk/desk-state';
import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { Elapsed } from '../../shared/ui/elapsed';
import styles from './wrap-up.module.css';

/** Beside the agent's state: how long the most urgent wrap-up has lasted, and the way to its dialog. Nothing while none is owed. */
export function WrapUpClock({ onOpen }: { onOpen: (conversationId: string) => void }) {
  const t = useTexts();
  const desk = useDeskState((state) => state);
  const [wrapUp] = useMemo(() => myWrapUps(desk), [desk]);
  if (!wrapUp) return null;
  return (
    <Button className={styles.clock} onPress={() => onOpen(wrapUp.conversationId)}>
      <span className={styles.clockName}>
        {t['wrapup.short']}
        <span className="visually-hidden">: {wrapUp.customerName}</span>
      </span>
      <Elapsed since={wrapUp.since} label={t['wrapup.elapsed']} />
    </Button>
  );
}
