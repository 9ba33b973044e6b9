import type { Conversation } from '@parley/contracts';
import { useState } from 'react';
import { codeOf } from '../../../shared/api/call';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../../shared/i18n/use-texts';
import { Icon } from '../../../shared/ui/icon';
import { notify } from '../../../shared/ui/notices';
import { SteadyButton } from '../../../shared/ui/steady-button';
import styles from './actions.module.css';

/** A way back for the agent who handed the conversation on, until somebody has accepted it. Nothing otherwise. */
export function TakeBack({ conversation: { conversationId, transfer } }: { conversation: Conversation }) {
  const t = useTexts();
  const { handingOver } = useDesk();
  const failureText = useFailureText();
  const me = useDeskState((desk) => desk.me?.agentId);
  const [busy, setBusy] = useState(false);
  if (transfer === undefined || transfer.requestedBy !== me) return null;
  const takeBack = async () => {
    setBusy(true);
    await handingOver.takeBack(conversationId).catch((error: unknown) => notify(failureText(codeOf(error)), 'bad'));
    setBusy(false);
  };
  return (
    <div className={styles.takeBack}>
      <Icon name="transfer" />
      <span>{t['transfer.waiting']}</span>
      <SteadyButton className="button" busy={busy} onPress={() => void takeBack()}>
        {t['action.takeBack']}
      </SteadyButton>
    </div>
  );
}
