import type { Conversation, Message } from '@parley/contracts';
import { memo, type ReactNode } from 'react';
import { Content } from '../../../shared/content/content';
import { useTexts } from '../../../shared/i18n/use-texts';
import { useLocale } from '../../../shared/preferences';
import { timeOfDay } from '../../../shared/time/spans';
import { Avatar } from '../../../shared/ui/avatar';
import { Icon, type IconName } from '../../../shared/ui/icon';
import styles from './bubbles.module.css';
import { Delivery } from './delivery';
import { DeliveryTrouble } from './delivery-trouble';

interface BubbleProps {
  readonly conversation: Conversation;
  readonly message: Message;
  /** Whether it follows a message of the same person, closely. */
  readonly joined: boolean;
  readonly mine: boolean;
  /** The newest message of ours: its delivery is said in words. */
  readonly newest: boolean;
  /** Whether it has failed and was sent again since. */
  readonly retried: boolean;
}

/** A customer's message: grey, on the left, with initials. An agent's: solid blue, on the right, with ticks. */
export const Bubble = memo(function Bubble({ conversation, message, joined, mine, newest, retried }: BubbleProps) {
  const t = useTexts();
  const time = timeOfDay(message.sentAt, useLocale());
  const inbound = message.direction === 'inbound';
  const name = mine ? t['tasks.you'] : message.sender.name;
  return (
    <div className={styles.row} data-side={inbound ? 'customer' : 'agent'} data-joined={joined || undefined}>
      {inbound && (joined ? <span className={styles.gap} /> : <Avatar name={message.sender.name} size={32} plain />)}
      <div className={styles.column}>
        {!joined && (
          <bdi className={styles.sender} dir="auto">
            {name}
          </bdi>
        )}
        {joined && <span className="visually-hidden">{t['message.from']({ name, time })}</span>}
        <div className={styles.bubble} data-bare={message.type === 'sticker' || undefined} dir="auto">
          <Content conversationId={conversation.conversationId} message={message} />
        </div>
        <DeliveryTrouble conversation={conversation} message={message} retried={retried} />
        <span className={styles.meta}>
          <time dateTime={message.sentAt}>{time}</time>
          {message.type === 'template' && <Note icon="file">{t['message.template']}</Note>}
          {message.retryOf !== undefined && <Note icon="refresh">{t['message.retryOf']}</Note>}
          {!inbound && <Delivery message={message} quiet={!newest} />}
        </span>
      </div>
    </div>
  );
});

/** How a message went out. */
function Note({ icon, children }: { icon: IconName; children: string }) {
  return (
    <span className={styles.note}>
      <Icon name={icon} size={13} />
      {children}
    </span>
  );
}

/** What happened in the conversation that nobody wrote. */
export function SystemLine({ children }: { children: ReactNode }) {
  return (
    <p className={styles.system} dir="auto">
      {children}
    </p>
  );
}
