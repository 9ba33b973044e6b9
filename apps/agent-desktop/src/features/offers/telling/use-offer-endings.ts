import { useEffect } from 'react';
import { useDesk } from '../../../shared/desk/use-desk';
import { useListText, useTexts } from '../../../shared/i18n/use-texts';
import { notify } from '../../../shared/ui/notices';
import { type Ending, nameOf, vanished } from './offer-news';

/** Requests that end together, as when one is missed and the others are withdrawn, are told together. */
const TOGETHER_MS = 250;

/** The agent is told which requests are over without them, and why. */
export function useOfferEndings(): void {
  const t = useTexts();
  const desk = useDesk();
  const listText = useListText();
  useEffect(() => {
    const ended = new Map<Ending, string[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      for (const [ending, names] of ended) notify(t[`offer.ending.${ending}`]({ names: listText(names), count: names.length }));
      ended.clear();
    };
    const note = (ending: Ending, name: string) => {
      ended.set(ending, [...(ended.get(ending) ?? []), name]);
      timer ??= setTimeout(tell, TOGETHER_MS);
    };
    const leave = desk.onLive(({ event, data }, before) => {
      if (event === 'snapshot') for (const offer of vanished(before.offers, data, before.closedOffers)) note('gone', nameOf(offer));
      if (event !== 'offer.closed' || data.reason === 'accepted') return;
      const offer = before.offers.find(({ offerId }) => offerId === data.offerId);
      if (offer) note(data.reason, nameOf(offer));
    });
    return () => {
      leave();
      if (timer !== undefined) clearTimeout(timer);
      tell();
    };
  }, [desk, t, listText]);
}
