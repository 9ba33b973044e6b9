import type { Offer } from '@parley/contracts';
import { useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { useFocusHandedOn } from '../../shared/ui/keep-focus';
import { AcceptButton } from './accept-button';
import styles from './bar.module.css';
import { FIRST_ACCEPT, OFFERS } from './first-accept';
import { AcceptWithin } from './offer-card';
import { OfferList } from './offer-list';
import { nameOf } from './telling/offer-news';
import type { Accepting } from './use-accepting';

interface BarProps {
  readonly accepting: Accepting;
  /** Whether requests are shown here, and not beside the conversation. */
  readonly here: boolean;
}

/** Where there is no room beside the conversation: how many requests there are, the oldest with its Accept, and the way to all of them. */
export function OfferBar({ accepting, here }: BarProps) {
  const t = useTexts();
  const offers = useDeskState(({ offers }) => offers);
  const [oldest] = here ? offers : [];
  return (
    <section className={styles.bar} aria-label={t['offer.region']} data-react-aria-top-layer="true" data-offers="below" hidden={!oldest} {...(oldest && { id: OFFERS })}>
      {oldest && <Bar offers={offers} oldest={oldest} accepting={accepting} />}
    </section>
  );
}

function Bar({ offers, oldest, accepting }: { offers: readonly Offer[]; oldest: Offer; accepting: Accepting }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const listId = useId();
  // What is accepted needs the room.
  const acceptAndClose = async (taken: readonly Offer[]) => {
    await accepting.accept(taken);
    setOpen(false);
  };
  const place = useRef<HTMLDivElement>(null);
  useFocusHandedOn([FIRST_ACCEPT], place);
  return (
    <div ref={place} className={styles.inside}>
      {open && (
        <div id={listId} className={styles.list}>
          <OfferList offers={offers} accepting={{ ...accepting, accept: acceptAndClose }} />
        </div>
      )}
      <div className={styles.line}>
        <Button className={`button ${styles.toggle}`} data-kind="quiet" aria-expanded={open} {...(open && { 'aria-controls': listId })} onPress={() => setOpen(!open)}>
          <span className={styles.sign}>
            <Icon name="chevron" size={16} />
          </span>
          {t['offer.count']({ count: offers.length })}
        </Button>
        {!open && <Oldest key={oldest.offerId} offer={oldest} accepting={accepting} />}
      </div>
    </div>
  );
}

/** Who asks, for what, of which queue, and which colleague: in one line, whole for whoever hears it, as far as there is room for whoever reads it. */
function Oldest({ offer, accepting }: { offer: Offer; accepting: Accepting }) {
  const t = useTexts();
  const aboutId = useId();
  const place = useRef<HTMLDivElement>(null);
  useFocusHandedOn([FIRST_ACCEPT], place);
  return (
    <div ref={place} className={styles.oldest}>
      <div className={styles.who}>
        <span id={aboutId} className={styles.about}>
          <strong>{nameOf(offer)}</strong>
          {` · ${t[`offer.kind.${offer.kind}`]} · ${offer.queueName}`}
          {offer.requestedBy && (
            <>
              {' · '}
              <span className="visually-hidden">{t['offer.requestedBy']} </span>
              {offer.requestedBy}
            </>
          )}
        </span>
        <AcceptWithin offer={offer} />
      </div>
      <span className={styles.elapsed}>
        <Elapsed since={offer.offeredAt} label={t['offer.elapsed']} />
      </span>
      <AcceptButton offer={offer} accepting={accepting} first describedBy={aboutId} />
    </div>
  );
}
