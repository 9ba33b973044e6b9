import type { Conversation } from '@parley/contracts';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { dateAndTime, roughSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Avatar } from '../../shared/ui/avatar';
import { Icon } from '../../shared/ui/icon';
import styles from './details.module.css';

/** The interaction panel: the customer, the number they wrote to, how long free text is allowed, who takes part. */
export function Details({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = useTexts();
  const locale = useLocale();
  const now = useNow();
  const { customer, sourceNumber, queue, startedAt, participants, serviceWindowExpiresAt } = conversation;
  const name = customer.name || customer.phone;
  const left = Date.parse(serviceWindowExpiresAt) - now;
  return (
    <aside className={styles.details} aria-label={t['conversation.details']}>
      <Button className={`icon-button ${styles.close}`} aria-label={t['conversation.hideDetails']} onPress={onClose}>
        <Icon name="close" />
      </Button>
      <div className={styles.customer}>
        <Avatar name={name} size={60} />
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>{customer.phone || t['offer.withheld']}</p>
      </div>
      <dl className={styles.facts}>
        <Fact label={t['conversation.channel']}>WhatsApp</Fact>
        <Fact label={t['popover.sourceNumber']}>{sourceNumber}</Fact>
        <Fact label={t['popover.queueName']}>{queue.name}</Fact>
        <Fact label={t['conversation.started']}>{dateAndTime(startedAt, locale)}</Fact>
        <Fact label={t['conversation.window']}>
          {left > 0 ? t['conversation.window.left']({ left: roughSpan(left) }) : t['conversation.window.closed']}
        </Fact>
        {participants.length > 0 && (
          <Fact label={t['conversation.participants']}>
            <Participants participants={participants} />
          </Fact>
        )}
      </dl>
    </aside>
  );
}

/** Who takes part, and as what. */
function Participants({ participants }: { participants: Conversation['participants'] }) {
  const t = useTexts();
  const me = useDeskState((desk) => desk.me?.agentId);
  return (
    <ul className={styles.participants} aria-label={t['conversation.participants']}>
      {participants.map(({ agentId, name, role }) => (
        <li key={agentId}>
          <Avatar name={name} size={30} />
          <span>
            <bdi>{name}</bdi>
            <small>{agentId === me ? `${t[`conversation.role.${role}`]} · ${t['tasks.you']}` : t[`conversation.role.${role}`]}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
