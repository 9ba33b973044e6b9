import type { Offer } from '@parley/contracts';
import { useEffect } from 'react';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import type { Texts } from '../../shared/i18n/texts';
import { useTexts } from '../../shared/i18n/use-texts';
import { preferences } from '../../shared/preferences';
import { announce } from '../../shared/ui/announcer';
import { chime, readyToChime } from '../../shared/alerts/chime';
import { DesktopNotifications } from '../../shared/alerts/desktop-notifications';
import { nameOf, offerNews } from './offer-news';

/** Requests are heard when they come, said to screen readers, and seen in the tab's title until they go; outside the page, too, when the tab is out of sight. */
export function useOfferAlerts(): void {
  const t = useTexts();
  const desk = useDesk();
  const count = useDeskState(({ offers }) => offers.length);
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Parley` : 'Parley';
    return () => {
      document.title = 'Parley';
    };
  }, [count]);
  useEffect(() => readyToChime(), []);
  useEffect(() => {
    const notifications = new DesktopNotifications();
    const alert = (offer: Offer) => {
      announce(offerNews(offer, t), 'assertive');
      if (preferences.sound.get()) void chime(offer.offerId);
      if (preferences.notifications.get()) notifications.show(offer.offerId, t[`offer.kind.${offer.kind}`], bodyOf(offer, t));
    };
    const leave = desk.onLive(({ event, data }, before) => {
      const known = new Set([...before.offers.map(({ offerId }) => offerId), ...before.closedOffers]);
      if (event === 'offer.created' && !known.has(data.offerId)) alert(data);
      // What came while the line was down is news too; what a reload shows again is not.
      if (event === 'snapshot' && before.connection !== 'connecting') data.offers.filter(({ offerId }) => !known.has(offerId)).forEach(alert);
      notifications.keepOnly(desk.state.get().offers.map(({ offerId }) => offerId));
    });
    return () => {
      leave();
      notifications.close();
    };
  }, [desk, t]);
}

const bodyOf = (offer: Offer, t: Texts): string =>
  [`${nameOf(offer)} · ${offer.queueName}`, ...(offer.requestedBy ? [`${t['offer.requestedBy']} ${offer.requestedBy}`] : [])].join('\n');
