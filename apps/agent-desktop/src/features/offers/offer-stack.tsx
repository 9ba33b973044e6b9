import { useEffect } from 'react';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { announce } from '../../shared/ui/announcer';
import { notify } from '../../shared/ui/notices';
import { OfferCard } from './offer-card';
import styles from './offers.module.css';

/** The requests that the agent is asked to take, the oldest on top. Above everything, also above a dialog. */
export function OfferStack({ onAccepted }: { onAccepted: (conversationId: string) => void }) {
  const t = useTexts();
  const offers = useDeskState(({ offers }) => offers);
  useSpokenOffers();
  return (
    <section className={styles.stack} aria-label={t['offer.region']} data-react-aria-top-layer="true" hidden={offers.length === 0}>
      {offers.map((offer) => (
        <OfferCard key={offer.offerId} offer={offer} onAccepted={onAccepted} />
      ))}
    </section>
  );
}

/** Offers are heard when they come, and seen in the tab's title until they go. */
function useSpokenOffers(): void {
  const t = useTexts();
  const desk = useDesk();
  const count = useDeskState(({ offers }) => offers.length);
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${t['offer.kind.queue']} · Parley` : 'Parley';
    return () => {
      document.title = 'Parley';
    };
  }, [count, t]);
  useEffect(
    () =>
      desk.onLive(({ event, data }, before) => {
        if (event === 'offer.created') {
          announce(t['offer.announce']({ name: data.customerName || data.customerPhone, queue: data.queueName }), 'assertive');
        }
        if (event !== 'offer.closed') return;
        const offer = before.offers.find(({ offerId }) => offerId === data.offerId);
        if (!offer) return;
        const name = offer.customerName || offer.customerPhone;
        if (data.reason === 'withdrawn') notify(t['offer.gone']({ name }));
      }),
    [desk, t],
  );
}
