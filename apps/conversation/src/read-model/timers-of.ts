import { type ConversationView, openOffers } from '@parley/contracts';

/** A deadline: when it passes, the conversation is asked what that means. */
export interface Timer {
  readonly kind: 'offer' | 'overflow' | 'conference' | 'wrap-up';
  /** What is due: the offer's, the wait's, the request's or the leg's id. */
  readonly key: string;
  /** ISO 8601. */
  readonly dueAt: string;
}

/** The deadlines that a conversation has now. */
export const timersOf = (view: ConversationView): readonly Timer[] => [
  ...openOffers(view).map(({ offerId, expiresAt }) => ({ kind: 'offer' as const, key: offerId, dueAt: expiresAt })),
  ...(view.entry?.overflow && !view.offer ? [{ kind: 'overflow' as const, key: view.entry.entryId, dueAt: view.entry.overflow.at }] : []),
  ...(view.conference ? [{ kind: 'conference' as const, key: view.conference.requestId, dueAt: view.conference.expiresAt }] : []),
  ...view.legs
    .filter((leg) => leg.state === 'wrapping-up' && leg.wrapUp)
    .map((leg) => ({ kind: 'wrap-up' as const, key: leg.legId, dueAt: leg.wrapUp!.dueAt })),
];
