import type { Offer } from '@parley/contracts';
import { useState } from 'react';
import { OfferCard } from './offer-card';
import { OfferPager } from './offer-pager';
import styles from './offers.module.css';
import type { Accepting } from './use-accepting';

const PAGE = 5;

/** Requests, the oldest first, five at once. Each holds a place of the agent's, so all of them can be accepted together. */
export function OfferList({ offers, accepting }: { offers: readonly Offer[]; accepting: Accepting }) {
  const [wanted, setWanted] = useState(0);
  // Requests go: the page that was shown may be there no more.
  const from = Math.min(wanted, Math.max(0, Math.ceil(offers.length / PAGE) - 1) * PAGE);
  const shown = offers.slice(from, from + PAGE);
  return (
    <>
      {offers.length > PAGE && <OfferPager from={from} size={PAGE} offers={offers} accepting={accepting} onPage={setWanted} />}
      <div className={styles.cards} data-many={shown.length > 1 || undefined}>
        {shown.map((offer, at) => (
          <OfferCard key={offer.offerId} offer={offer} accepting={accepting} first={at === 0} />
        ))}
      </div>
    </>
  );
}
