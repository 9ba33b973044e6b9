import type { Me } from '@parley/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon, type IconName } from '../../shared/ui/icon';
import { useFocusHandedOn } from '../../shared/ui/keep-focus';
import styles from './presence.module.css';
import { CONNECTION_LOST, useIdleReasons, useStateName } from './state-names';
import { STATE_SWITCH, usePresenceCommand } from './state-switch';

const TOLD_MS = 4_000;

/** Says plainly why no requests come, and the way back. */
export function StateBanner() {
  const t = useTexts();
  const state = useDeskState(({ me }) => me?.state);
  const setState = usePresenceCommand();
  const stateName = useStateName(useIdleReasons());
  const available = () => setState({ state: 'available' });
  const why = state && reasonWhy(state);
  return (
    <div aria-live="assertive" {...(why && { role: 'alert' })}>
      {why === 'rona' && (
        <Banner tone="bad" icon="alert" button={t['state.rona.return']} onPress={available}>
          <strong>
            <abbr title={t['state.rona.short']}>{t['state.rona']}</abbr>
          </strong>
          {t['state.rona.lead']}
        </Banner>
      )}
      {why === 'connectionLost' && (
        <Banner tone="bad" icon="alert" button={t['state.rona.return']} onPress={available}>
          {t['state.connectionLost.lead']}
        </Banner>
      )}
      {why === 'pending' && (
        <Banner tone="warn" icon="clock" button={t['state.pending.stay']} onPress={available}>
          {t['state.pending.lead']({ state: stateName(state!.pending!) })}
        </Banner>
      )}
      {(why === 'offline' || why === 'idle') && (
        <Banner tone="info" icon="clock" button={t['state.goAvailable']} onPress={available}>
          {t[`state.${why}.lead`]}
        </Banner>
      )}
    </div>
  );
}

/** Why no requests come. An agent who chose a reason to be idle knows it; one who just signed in has chosen nothing yet. */
function reasonWhy({ name, reason, pending }: Me['state']) {
  if (name === 'rona' || name === 'offline') return name;
  if (name === 'idle') return reason === CONNECTION_LOST ? 'connectionLost' : reason ? undefined : name;
  return pending && 'pending';
}

interface BannerProps {
  readonly tone: 'bad' | 'warn' | 'info';
  readonly icon: IconName;
  readonly button: string;
  readonly onPress: () => void;
  /** Of the button. */
  readonly kind?: 'primary' | 'plain';
  readonly children: ReactNode;
}

function Banner({ tone, icon, button, onPress, kind = 'primary', children }: BannerProps) {
  const place = useRef<HTMLDivElement>(null);
  useFocusHandedOn([STATE_SWITCH], place);
  return (
    <div className={styles.banner} data-tone={tone} ref={place}>
      <Icon name={icon} size={20} />
      <p>{children}</p>
      <Button className="button" data-kind={kind} onPress={onPress}>
        {button}
      </Button>
    </div>
  );
}

/** Shown while what the page knows may be old or nothing is known yet, and for a moment when it is true again. */
export function ConnectionBanner() {
  const t = useTexts();
  const desk = useDesk();
  const unanswered = useDeskState(({ connection }) => connection === 'unanswered');
  const behind = useDeskState(({ recovering }) => recovering);
  const caughtUp = useJustEnded(behind);
  return (
    <div aria-live="polite" {...((unanswered || behind || caughtUp) && { role: 'status' })}>
      {unanswered && (
        <Banner tone="warn" icon="alert" kind="plain" button={t['app.tryAgain']} onPress={() => desk.reconnect()}>
          {t['app.unanswered']}
        </Banner>
      )}
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
