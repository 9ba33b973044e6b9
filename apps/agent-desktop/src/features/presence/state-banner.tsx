import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { isCatchingUp } from '../../shared/desk/desk-state';
import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import styles from './presence.module.css';
import { usePresenceCommand } from './state-switch';

const TOLD_MS = 4_000;

/** Says plainly why no requests come, and the way back. */
export function StateBanner() {
  const t = useTexts();
  const state = useDeskState(({ me }) => me?.state);
  const setState = usePresenceCommand();
  // An agent who chose a reason to be idle knows it; one who just signed in has chosen nothing yet.
  const waiting = state?.name === 'offline' || (state?.name === 'idle' && !state.reason) ? state.name : undefined;
  const available = () => setState({ state: 'available' });
  return (
    <div role="alert">
      {state?.name === 'rona' && (
        <div className={styles.banner} data-tone="bad">
          <Icon name="alert" size={20} />
          <p>
            <strong>
              <abbr title={t['state.rona.short']}>{t['state.rona']}</abbr>
            </strong>
            {t['state.rona.lead']}
          </p>
          <Button className="button" data-kind="primary" onPress={available}>
            {t['state.rona.return']}
          </Button>
        </div>
      )}
      {waiting && (
        <div className={styles.banner} data-tone="info">
          <Icon name="clock" size={20} />
          <p>{t[`state.${waiting}.lead`]}</p>
          <Button className="button" data-kind="primary" onPress={available}>
            {t['state.goAvailable']}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Shown while what the page knows may be old, and for a moment when it is true again. */
export function ConnectionBanner() {
  const t = useTexts();
  const behind = useDeskState(isCatchingUp);
  const caughtUp = useJustEnded(behind);
  return (
    <div role="status">
      {behind && (
        <div className={styles.banner} data-tone="warn">
          <span className={styles.spinner}>
            <Icon name="refresh" />
          </span>
          <p>{t['app.catchingUp']}</p>
        </div>
      )}
      {caughtUp && (
        <div className={styles.banner} data-tone="good">
          <Icon name="check" size={20} />
          <p>{t['app.caughtUp']}</p>
        </div>
      )}
    </div>
  );
}

/** Whether `going` was true and has not been for a moment. */
function useJustEnded(going: boolean): boolean {
  const [ended, setEnded] = useState(false);
  const went = useRef(going);
  useEffect(() => {
    if (went.current === going) return;
    went.current = going;
    setEnded(!going);
    if (going) return;
    const timer = setTimeout(() => setEnded(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, [going]);
  return ended;
}
