import type { Conversation, Message } from '@parley/contracts';
import { useState } from 'react';
import { codeOf } from '../../../shared/api/call';
import { takesPart } from '../../../shared/desk/desk-state';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../../shared/i18n/use-texts';
import { useIsBefore } from '../../../shared/time/use-now';
import { Icon } from '../../../shared/ui/icon';
import { notify } from '../../../shared/ui/notices';
import { SteadyButton } from '../../../shared/ui/steady-button';
import styles from './bubbles.module.css';
import { deliveryOf } from './delivery-state';
import { failureWords } from './failure-words';

interface TroubleProps {
  readonly conversation: Conversation;
  readonly message: Message;
  readonly retried: boolean;
}

/** Why a message is not, or not surely, with the customer, and the way to send it again. */
export function DeliveryTrouble({ conversation, message, retried }: TroubleProps) {
  const t = useTexts();
  const delivery = deliveryOf(message);
  if (delivery === 'uncertain') return <p className={styles.trouble}>{t['message.uncertain.why']}</p>;
  if (delivery !== 'failed') return null;
  const code = message.error?.code;
  return (
    <div className={styles.trouble} data-tone="bad">
      <p>
        {t[failureWords(code ?? '')] as string}{' '}
        {code && <small title={message.error?.message}>{t['message.failed.code']({ code })}</small>}
      </p>
      {retried ? <small>{t['message.retried']}</small> : <Retry conversation={conversation} message={message} />}
    </div>
  );
}

/** Only while the agent may write, and WhatsApp takes it: a template at any time, free text within the window. */
function Retry({ conversation, message: { messageId, type } }: { conversation: Conversation; message: Message }) {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const me = useDeskState((state) => state.me?.agentId);
  const open = useIsBefore(conversation.serviceWindowExpiresAt);
  const [busy, setBusy] = useState(false);
  if ((!open && type !== 'template') || !takesPart(conversation, me)) return null;
  const retry = () => {
    setBusy(true);
    desk
      .retryMessage(conversation.conversationId, messageId)
      // The button goes away, and the keyboard goes on where the agent writes.
      .then(() => document.getElementById('reply')?.focus())
      .catch((error: unknown) => notify(failureText(codeOf(error)), 'bad'))
      .finally(() => setBusy(false));
  };
  return (
    <SteadyButton className={`button ${styles.retry}`} busy={busy} onPress={retry}>
      <Icon name="refresh" size={15} />
      {t['message.retry']}
    </SteadyButton>
  );
}
