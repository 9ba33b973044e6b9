import type { Message } from '@parley/contracts';
import { memo, type ReactNode } from 'react';
import { useTexts } from '../../../shared/i18n/use-texts';
import { useLocale } from '../../../shared/preferences';
import { timeOfDay } from '../../../shared/time/spans';
import { Avatar } from '../../../shared/ui/avatar';
import { Icon } from '../../../shared/ui/icon';
import { messageKind } from '../../../shared/ui/message-summary';
import styles from './bubbles.module.css';
import { Delivery, DeliveryTrouble } from './delivery';
import { LinkedText } from './linked-text';
import { placeholderOf } from './placeholder';

interface BubbleProps {
  readonly message: Message;
  /** Whether it follows a message of the same person, closely. */
  readonly joined: boolean;
  readonly mine: boolean;
  /** The newest message of ours: its delivery is said in words. */
  readonly newest: boolean;
}

/** A customer's message: grey, on the left, with initials. An agent's: solid blue, on the right, with ticks. */
export const Bubble = memo(function Bubble({ message, joined, mine, newest }: BubbleProps) {
  const t = useTexts();
  const time = timeOfDay(message.sentAt, useLocale());
  const inbound = message.direction === 'inbound';
  const name = mine ? t['tasks.you'] : message.sender.name;
  return (
    <li className={styles.row} data-side={inbound ? 'customer' : 'agent'} data-joined={joined || undefined}>
      {inbound && (joined ? <span className={styles.gap} /> : <Avatar name={message.sender.name} size={32} plain />)}
      <div className={styles.column}>
        {!joined && <span className={styles.sender}>{name}</span>}
        {joined && <span className="visually-hidden">{t['message.from']({ name, time })}</span>}
        <div className={styles.bubble} dir="auto">
          <Content message={message} />
        </div>
        <DeliveryTrouble message={message} />
        <span className={styles.meta}>
          <time dateTime={message.sentAt}>{time}</time>
          {!inbound && <Delivery message={message} quiet={!newest} />}
        </span>
      </div>
    </li>
  );
});

function Content({ message }: { message: Message }) {
  const t = useTexts();
  if (message.type === 'text' && message.text !== undefined) return <LinkedText text={message.text} />;
  const { icon, detail, caption } = placeholderOf(message);
  return (
    <>
      <span className={styles.placeholder}>
        <Icon name={icon} size={22} />
        <span>
          <strong>{messageKind(message, t)}</strong>
          {detail && <span>{detail}</span>}
        </span>
      </span>
      {caption && (
        <span className={styles.caption}>
          <LinkedText text={caption} />
        </span>
      )}
    </>
  );
}

/** What happened in the conversation that nobody wrote. */
export function SystemLine({ children }: { children: ReactNode }) {
  return (
    <li className={styles.system}>
      <span>{children}</span>
    </li>
  );
}
