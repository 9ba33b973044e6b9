import type { Offer } from '@parley/contracts';
import { useId, useRef } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon, type IconName } from '../../shared/ui/icon';
import { useFocusHandedOn } from '../../shared/ui/keep-focus';
import { TimeLeft } from '../../shared/ui/time-left';
import { AcceptButton } from './accept-button';
import { FIRST_ACCEPT } from './first-accept';
import { nameOf } from './telling/offer-news';
import styles from './offers.module.css';
import type { Accepting } from './use-accepting';

const ICONS: Record<Offer['kind'], IconName> = { queue: 'chat', transfer: 'transfer', conference: 'people' };
const URGENT_MS = 10_000;

interface CardProps {
  readonly offer: Offer;
  readonly accepting: Accepting;
  readonly first: boolean;
}

/** One request: who asks, from where, how long since, how long still, and Accept. The next one has the focus when it goes away with it. */
export function OfferCard({ offer, accepting, first }: CardProps) {
  const t = useTexts();
  const titleId = useId();
  const card = useRef<HTMLElement>(null);
  useFocusHandedOn([FIRST_ACCEPT], card);
  const name = nameOf(offer);
  return (
    <article className={styles.card} aria-labelledby={titleId} data-kind={offer.kind} ref={card}>
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
        <AcceptWithin offer={offer} />
        <AcceptButton offer={offer} accepting={accepting} first={first} describedBy={titleId} />
      </div>
    </article>
  );
}

/** How long the request can still be accepted. */
export function AcceptWithin({ offer }: { offer: Offer }) {
  const t = useTexts();
  return (
    <TimeLeft from={offer.offeredAt} until={offer.expiresAt} urgentMs={URGENT_MS}>
      {(span, leftMs) => (leftMs > 0 ? t['offer.left']({ left: span }) : t['offer.over'])}
    </TimeLeft>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
