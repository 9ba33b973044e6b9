import type { LiveEventData, Offer } from '@parley/contracts';
import type { Texts } from '../../../shared/i18n/texts';

export const nameOf = ({ customerName, customerPhone }: Offer): string => customerName || customerPhone;

/** What is asked, of whom, and by which colleague. */
export function offerNews(offer: Offer, t: Texts): string {
  const { kind, queueName, requestedBy } = offer;
  const about = { name: nameOf(offer), queue: queueName };
  return kind === 'queue' || !requestedBy ? t['offer.announce'](about) : t[`offer.announce.${kind}`]({ ...about, by: requestedBy });
}

/** Why requests are not there any more; `gone` where nobody said why. */
export type Ending = Exclude<LiveEventData<'offer.closed'>['reason'], 'accepted'> | 'gone';

/** The offers that a snapshot shows no more, though nobody told their end: it happened while the line was down. */
export function vanished(before: readonly Offer[], snapshot: LiveEventData<'snapshot'>, closed: readonly string[]): readonly Offer[] {
  const open = new Set(snapshot.offers.map(({ offerId }) => offerId));
  const mine = new Set(snapshot.conversations.map(({ conversationId }) => conversationId));
  return before.filter((offer) => !open.has(offer.offerId) && !closed.includes(offer.offerId) && !mine.has(offer.conversationId));
}
