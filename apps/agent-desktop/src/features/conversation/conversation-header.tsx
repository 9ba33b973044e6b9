import type { Conversation } from '@parley/contracts';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { codeOf } from '../../shared/api/call';
import { takesPart } from '../../shared/desk/desk-state';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { Avatar } from '../../shared/ui/avatar';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import styles from './conversation.module.css';
import { useStatusName } from './status-name';

interface HeaderProps {
  readonly conversation: Conversation;
  readonly details: boolean;
  readonly onDetails: (shown: boolean) => void;
  readonly onBack: () => void;
}

/** Who it is, how the conversation stands, and what can be done with it. */
export function ConversationHeader({ conversation, details, onDetails, onBack }: HeaderProps) {
  const t = useTexts();
  const me = useDeskState((desk) => desk.me?.agentId);
  const statusName = useStatusName();
  const { conversationId, customer, sourceNumber, queue, status, startedAt } = conversation;
  const name = customer.name || customer.phone;
  return (
    <header className={styles.header}>
      <Button className={`icon-button ${styles.back}`} aria-label={t['app.back']} onPress={onBack}>
        <Icon name="back" />
      </Button>
      <Avatar name={name} size={40} />
      <div className={styles.who}>
        <h1>{name}</h1>
        <p>
          <span className={styles.status} data-status={status}>
            {statusName(status)}
          </span>
          <span>{queue.name}</span>
          <span>{sourceNumber}</span>
          {status !== 'ended' && <Elapsed since={startedAt} label={t['conversation.duration']} />}
        </p>
      </div>
      <div className={styles.actions} role="toolbar" aria-label={t['conversation.actions']}>
        {takesPart(conversation, me) && <EndButton conversationId={conversationId} />}
        <Button
          className="icon-button"
          aria-label={details ? t['conversation.hideDetails'] : t['conversation.showDetails']}
          aria-expanded={details}
          onPress={() => onDetails(!details)}
        >
          <Icon name="panel" />
        </Button>
      </div>
    </header>
  );
}

function EndButton({ conversationId }: { conversationId: string }) {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const [ending, setEnding] = useState(false);
  const end = async () => {
    if (ending) return;
    setEnding(true);
    await desk.end(conversationId).catch((error: unknown) => notify(failureText(codeOf(error)), 'bad'));
    setEnding(false);
  };
  return (
    <Button className="button" data-kind="danger" data-pending={ending || undefined} onPress={() => void end()}>
      <Icon name="end" size={15} />
      {t['action.end']}
    </Button>
  );
}
