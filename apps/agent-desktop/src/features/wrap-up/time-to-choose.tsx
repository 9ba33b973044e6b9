import type { WrapUp } from '@parley/contracts';
import { useState } from 'react';
import { codeOf } from '../../shared/api/call';
import { useDesk } from '../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { announce } from '../../shared/ui/announcer';
import { Icon } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import { SteadyButton } from '../../shared/ui/steady-button';
import { TimeLeft } from '../../shared/ui/time-left';
import styles from './wrap-up.module.css';

const URGENT_MS = 15_000;

/** How long until the default reason is applied, and the way to get longer, for as often as the server allows. */
export function TimeToChoose({ wrapUp, reason }: { wrapUp: WrapUp; reason: string }) {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const [busy, setBusy] = useState(false);
  const [enough, setEnough] = useState(false);
  const extend = async () => {
    setBusy(true);
    try {
      await desk.extendWrapUp(wrapUp.conversationId);
      announce(t['wrapup.extended']);
    } catch (error) {
      const code = codeOf(error);
      // It is still owed, so what is over is the extending.
      if (code === 'wrap-up-not-due') setEnough(true);
      notify(code === 'wrap-up-not-due' ? t['wrapup.extendedEnough'] : failureText(code), 'bad');
    }
    setBusy(false);
  };
  return (
    <div className={styles.time}>
      <TimeLeft from={wrapUp.since} until={wrapUp.dueAt} urgentMs={URGENT_MS}>
        {(left) => t['wrapup.left']({ left, reason })}
      </TimeLeft>
      {!enough && wrapUp.extensionsLeft !== 0 && (
        <SteadyButton className="button" busy={busy} onPress={() => void extend()}>
          <Icon name="clock" size={15} />
          {t['wrapup.extend']}
        </SteadyButton>
      )}
    </div>
  );
}
