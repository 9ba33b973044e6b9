import type { ConversationEvent } from '@parley/contracts';
import { RELEASED_HEADER, writeReleased } from '@parley/service-kit';

/** Says which places these events have set free, so that who asks routing next does not get an answer from before. */
export function tellReleased(reply: { header(name: string, value: string): unknown }, events: readonly ConversationEvent[]): void {
  const ids = events.flatMap((event) => (event.type === 'WrapUpApplied' ? [event.legId] : event.type === 'OfferRejected' ? [event.offerId] : []));
  if (ids.length > 0) reply.header(RELEASED_HEADER, writeReleased(ids));
}
