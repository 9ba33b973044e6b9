import type { Offer } from '@parley/contracts';
import { useEffect } from 'react';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import type { Texts } from '../../shared/i18n/texts';
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

/** What is asked, of whom, and by which colleague. */
function offerNews({ kind, customerName, customerPhone, queueName, requestedBy }: Offer, t: Texts): string {
  const about = { name: customerName || customerPhone, queue: queueName };
  return kind === 'queue' || !requestedBy ? t['offer.announce'](about) : t[`offer.announce.${kind}`]({ ...about, by: requestedBy });
}

/** Offers are heard when they come, and seen in the tab's title until they go. */
function useSpokenOffers(): void {
  const t = useTexts();
  const desk = useDesk();
  const count = useDeskState(({ offers }) => offers.length);
  const kind = useDeskState(({ offers }) => offers[0]?.kind ?? 'queue');
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${t[`offer.kind.${kind}`]} · Parley` : 'Parley';
    return () => {
      document.title = 'Parley';
    };
  }, [count, kind, t]);
  useEffect(
    () =>
      desk.onLive(({ event, data }, before) => {
        if (event === 'offer.created') {
          announce(offerNews(data, t), 'assertive');
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
