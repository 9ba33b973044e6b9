import type { Offer } from '@parley/contracts';
import { useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { codeOf } from '../../shared/api/call';
import { useDesk } from '../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { clockSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon, type IconName } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import styles from './offers.module.css';

const ICONS: Record<Offer['kind'], IconName> = { queue: 'chat', transfer: 'transfer', conference: 'people' };

/** One request: who asks, from where, how long since, how long still, and Accept. */
export function OfferCard({ offer, onAccepted }: { offer: Offer; onAccepted: (conversationId: string) => void }) {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const [accepting, setAccepting] = useState(false);
  const titleId = useId();
  const name = offer.customerName || offer.customerPhone;

  const accept = async () => {
    if (accepting) return;
    setAccepting(true);
    try {
      onAccepted((await desk.accept(offer)).conversationId);
    } catch (error) {
      const code = codeOf(error);
      notify(code === 'offer-closed' ? t['offer.gone']({ name }) : failureText(code), 'bad');
      setAccepting(false);
    }
  };

  return (
    <article className={styles.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <Icon name={ICONS[offer.kind]} />
        <h2 id={titleId}>
          {t[`offer.kind.${offer.kind}`]}
          <span className="visually-hidden">: {name}</span>
        </h2>
        <span className={styles.elapsed}>
          <Elapsed since={offer.offeredAt} label={t['offer.elapsed']} />
        </span>
      </header>
      <dl className={styles.facts}>
        <Fact label={t['popover.customerName']} value={name} />
        <Fact label={t['popover.customerPhone']} value={offer.customerPhone || t['offer.withheld']} />
        <Fact label={t['popover.sourceNumber']} value={offer.sourceNumber} />
        <Fact label={t['popover.queueName']} value={offer.queueName} />
        {offer.requestedBy && <Fact label={t['offer.requestedBy']} value={offer.requestedBy} />}
      </dl>
      <Countdown offer={offer} />
      <Button className={`button ${styles.accept}`} data-kind="good" data-pending={accepting || undefined} onPress={() => void accept()}>
        <Icon name="check" />
        {t['action.accept']}
      </Button>
    </article>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** How much of the time to accept is left, as a bar and in words. The server decides when it is over. */
function Countdown({ offer: { offeredAt, expiresAt } }: { offer: Offer }) {
  const t = useTexts();
  const now = useNow();
  const total = Date.parse(expiresAt) - Date.parse(offeredAt);
  const left = Math.min(total, Date.parse(expiresAt) - now);
  const share = Math.max(0, left / total);
  return (
    <div className={styles.countdown} data-urgent={left < 10_000 || undefined}>
      <span className={styles.bar}>
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      <span role="timer" className="tabular">
        {left > 0 ? t['offer.left']({ left: clockSpan(left) }) : t['offer.over']}
      </span>
    </div>
  );
}
