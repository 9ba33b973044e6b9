import type { Offer } from '@parley/contracts';
import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon, type IconName } from '../../shared/ui/icon';
import { TimeLeft } from '../../shared/ui/time-left';
import { nameOf } from './offer-news';
import styles from './offers.module.css';

const ICONS: Record<Offer['kind'], IconName> = { queue: 'chat', transfer: 'transfer', conference: 'people' };
const URGENT_MS = 10_000;

interface CardProps {
  readonly offer: Offer;
  readonly accepting: boolean;
  readonly onAccept: (offer: Offer) => void;
}

/** One request: who asks, from where, how long since, how long still, and Accept. */
export function OfferCard({ offer, accepting, onAccept }: CardProps) {
  const t = useTexts();
  const titleId = useId();
  const name = nameOf(offer);
  return (
    <article className={styles.card} aria-labelledby={titleId} data-kind={offer.kind}>
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
      <div className={styles.decide}>
        <TimeLeft from={offer.offeredAt} until={offer.expiresAt} urgentMs={URGENT_MS}>
          {(span, leftMs) => (leftMs > 0 ? t['offer.left']({ left: span }) : t['offer.over'])}
        </TimeLeft>
        <Button className={`button ${styles.accept}`} data-kind="good" data-pending={accepting || undefined} onPress={() => onAccept(offer)}>
          <Icon name="check" />
          {t['action.accept']}
        </Button>
      </div>
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
