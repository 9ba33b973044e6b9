import type { Conversation } from '@parley/contracts';
import { Button } from 'react-aria-components/Button';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useTexts } from '../../shared/i18n/use-texts';
import { Avatar } from '../../shared/ui/avatar';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { ConversationActions } from './actions/conversation-actions';
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
  const statusName = useStatusName();
  const { customer, sourceNumber, queue, status, startedAt } = conversation;
  const name = customer.name || customer.phone;
  return (
    <header className={styles.header}>
      <Button className={`icon-button ${styles.back}`} aria-label={t['app.back']} onPress={onBack}>
        <Icon name="back" />
      </Button>
      <Avatar name={name} size={40} />
      <div className={styles.who}>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p>
          <span role="status" aria-label={t['conversation.status']} className={styles.status} data-status={status}>
            {statusName(status)}
          </span>
          {status !== 'ended' && <Elapsed since={startedAt} label={t['conversation.duration']} />}
          <span>{queue.name}</span>
          <span>{sourceNumber}</span>
        </p>
      </div>
      <Toolbar className={styles.actions} aria-label={t['conversation.actions']}>
        <ConversationActions conversation={conversation} />
        <Button
          className="icon-button"
          aria-label={details ? t['conversation.hideDetails'] : t['conversation.showDetails']}
          aria-expanded={details}
          onPress={() => onDetails(!details)}
        >
          <Icon name="panel" />
        </Button>
      </Toolbar>
    </header>
  );
}
