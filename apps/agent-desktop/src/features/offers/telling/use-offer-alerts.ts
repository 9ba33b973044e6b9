import type { Offer } from '@parley/contracts';
import { useEffect } from 'react';
import { chime } from '../../../shared/alerts/chime';
import { DesktopNotifications } from '../../../shared/alerts/desktop-notifications';
import { useDesk } from '../../../shared/desk/use-desk';
import type { Texts } from '../../../shared/i18n/texts';
import { useTexts } from '../../../shared/i18n/use-texts';
import { preferences } from '../../../shared/preferences';
import { announce } from '../../../shared/ui/announcer';
import { ACCEPT_KEYS } from '../first-accept';
import { nameOf, offerNews } from './offer-news';

/** Requests are heard when they come, and said to screen readers; outside the page, too, when the tab is out of sight. */
export function useOfferAlerts(): void {
  const t = useTexts();
  const desk = useDesk();
  useEffect(() => {
    const notifications = new DesktopNotifications();
    const alert = (offers: readonly Offer[]) => {
      for (const offer of offers) {
        announce(offerNews(offer, t), 'assertive');
        if (preferences.sound.get()) void chime('request', offer.offerId);
        notifications.show({ id: offer.offerId, title: t[`offer.kind.${offer.kind}`], body: bodyOf(offer, t) });
      }
      if (offers.length > 0) announce(t['offer.keys']({ keys: ACCEPT_KEYS }), 'assertive');
    };
    const leave = desk.onLive(({ event, data }, before) => {
      const known = new Set([...before.offers.map(({ offerId }) => offerId), ...before.closedOffers]);
      if (event === 'offer.created' && !known.has(data.offerId)) alert([data]);
      // What came while the line was down is news too; what a reload shows again is not.
      if (event === 'snapshot' && before.connection !== 'connecting') alert(data.offers.filter(({ offerId }) => !known.has(offerId)));
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
