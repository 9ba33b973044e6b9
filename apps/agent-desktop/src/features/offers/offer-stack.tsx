import { useState } from 'react';
import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { OfferCard } from './offer-card';
import { OfferPager } from './offer-pager';
import styles from './offers.module.css';
import { useAccepting } from './use-accepting';
import { useOfferAlerts } from './use-offer-alerts';
import { useOfferEndings } from './use-offer-endings';

const PAGE = 5;

/**
 * The requests that the agent is asked to take, the oldest on top, five at once. Above everything, also above a dialog.
 *
 * Each holds a place of the agent's, so all of them can be accepted together.
 */
export function OfferStack({ onAccepted }: { onAccepted: (conversationId: string) => void }) {
  const t = useTexts();
  const offers = useDeskState(({ offers }) => offers);
  const [wanted, setWanted] = useState(0);
  const { accept, isAccepting } = useAccepting(onAccepted);
  useOfferAlerts();
  useOfferEndings();
  // Requests go: the page that was shown may be there no more.
  const from = Math.min(wanted, Math.max(0, Math.ceil(offers.length / PAGE) - 1) * PAGE);
  const shown = offers.slice(from, from + PAGE);
  return (
    <section
      className={styles.stack}
      aria-label={t['offer.region']}
      data-react-aria-top-layer="true"
      data-many={shown.length > 1 || undefined}
      hidden={offers.length === 0}
    >
      {offers.length > PAGE && (
        <OfferPager
          from={from}
          size={PAGE}
          count={offers.length}
          accepting={offers.every(({ offerId }) => isAccepting(offerId))}
          onPage={setWanted}
          onAcceptAll={() => void accept(offers)}
        />
      )}
      {shown.map((offer) => (
        <OfferCard key={offer.offerId} offer={offer} accepting={isAccepting(offer.offerId)} onAccept={(one) => void accept([one])} />
      ))}
    </section>
  );
}
