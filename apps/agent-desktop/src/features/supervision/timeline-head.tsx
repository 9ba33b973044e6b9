import type { Conversation } from '@parley/contracts';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Avatar } from '../../shared/ui/avatar';
import { Icon } from '../../shared/ui/icon';
import { LiveChip, type Liveness } from '../../shared/ui/live-chip';
import { StatusChip } from './status-chip';
import styles from './supervision.module.css';
import timeline from './timeline.module.css';

interface HeadProps {
  readonly conversation: Conversation;
  readonly liveness: Liveness;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/** Who it is with and how it stood at the moment chosen. */
export function TimelineHead({ conversation: { customer, status, queue, participants }, liveness, onBack, children }: HeadProps) {
  const t = useTexts();
  const name = customer.name || customer.phone;
  return (
    <header className={timeline.head}>
      <Button className={`icon-button ${timeline.back}`} aria-label={t['app.back']} onPress={onBack}>
        <Icon name="back" />
      </Button>
      <Avatar name={name} plain />
      <div className={timeline.headText}>
        <h2>{name}</h2>
        <p className={styles.line}>
          {customer.phone} · {queue.name} · {participants.map((participant) => participant.name).join(', ') || t['timeline.nobody']}
        </p>
      </div>
      <span className={timeline.liveness}>
        <LiveChip liveness={liveness} />
      </span>
      <StatusChip status={status} />
      {children}
    </header>
  );
}
