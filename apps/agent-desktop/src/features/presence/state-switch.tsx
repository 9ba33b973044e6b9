import type { SetState } from '@parley/contracts';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { askBeforeWork } from '../../shared/alerts/notification-permission';
import { codeOf } from '../../shared/api/call';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import styles from './presence.module.css';
import { useIdleReasons, useStateName } from './state-names';

/** The button that shows the agent's state. */
export const STATE_SWITCH = '[data-state-switch]';

/** A command that says aloud when it was refused. Whoever presses Available is asked whether requests may show outside the page. */
export function usePresenceCommand(): (state: SetState) => void {
  const desk = useDesk();
  const failureText = useFailureText();
  return (state) => {
    if (state.state === 'available') askBeforeWork();
    void desk.setState(state).catch((error: unknown) => notify(failureText(codeOf(error)), 'bad'));
  };
}

/** The agent's state and how long it lasts; opens to change it. RONA is left only from here or its banner, by hand. */
export function StateSwitch() {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const me = useDeskState(({ me }) => me);
  const reasons = useIdleReasons();
  const stateName = useStateName(reasons);
  const setState = usePresenceCommand();
  if (!me) return null;

  const act = (key: React.Key) => {
    const [state, reason] = String(key).split('/', 2);
    if (state === 'available') return setState({ state });
    if (state === 'idle') return setState({ state, ...(reason && { reason }) });
    void desk.signOut().catch((error: unknown) => notify(failureText(codeOf(error)), 'bad'));
  };
  const { pending } = me.state;
  const chosen = pending ?? me.state;
  const current = chosen.name === 'idle' ? `idle/${chosen.reason ?? ''}` : chosen.name;
  const name = stateName(me.state);

  return (
    <MenuTrigger>
      <Button className={styles.switch} data-state={me.state.name} data-state-switch>
        <span className={styles.dot} />
        <span className={styles.name}>
          <span className="visually-hidden">{t['state.label']}</span> {name}
          {pending && <span className={styles.pending}> · {t['state.pending']({ state: stateName(pending) })}</span>}
        </span>
        <span className={styles.since} aria-hidden="true">
          <Elapsed since={me.state.since} label={name} />
        </span>
        <Icon name="chevron" size={16} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" onAction={act}>
          <StateItem id="available" state="available" text={t['state.available']} current={current} />
          <MenuSection>
            <Header className="menu-heading">{t['state.idle']}</Header>
            {reasons.length === 0 && <StateItem id="idle/" state="idle" text={t['state.idle']} current={current} />}
            {reasons.map(({ id, name }) => (
              <StateItem key={id} id={`idle/${id}`} state="idle" text={name} current={current} />
            ))}
          </MenuSection>
          <Separator className="menu-separator" />
          <MenuItem id="sign-out" className="menu-item">
            <Icon name="signOut" />
            {t['app.signOut']}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** The current state has a mark for the eye, and is described as such to everybody else. */
function StateItem({ id, state, text, current }: { id: string; state: string; text: string; current: string }) {
  const t = useTexts();
  return (
    <MenuItem id={id} className="menu-item" textValue={text}>
      <span className={styles.dot} data-state={state} />
      {text}
      {id === current && (
        <>
          <Text slot="description" className="visually-hidden" aria-hidden="true">
            {t['state.current']}
          </Text>
          <span data-check>
            <Icon name="check" size={16} />
          </span>
        </>
      )}
    </MenuItem>
  );
}
