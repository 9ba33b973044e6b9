import { type EventsQuery, Refused } from '@parley/contracts';
import type { EventStore, RecordedEvent } from '@parley/event-sourcing';
import { conversationStream, isConversationId } from '../conversation/conversation';
import { eventsAsOf, parseAsOf } from './as-of';

/** The events of a conversation after the revision `after` (from the first when not given) up to `asOf`. @throws Refused `not-found` */
export async function readHistory(store: EventStore, conversationId: string, { asOf, after = -1 }: EventsQuery): Promise<readonly RecordedEvent[]> {
  const stream = isConversationId(conversationId) ? conversationStream(conversationId) : undefined;
  const events = stream === undefined ? [] : await store.readStream(stream, { from: after + 1 });
  const isKnown = events.length > 0 || (stream !== undefined && after >= 0 && (await store.readStream(stream, { limit: 1 })).length > 0);
  if (!isKnown) throw new Refused('not-found', 'there is no such conversation');
  return asOf === undefined ? events : eventsAsOf(events, parseAsOf(asOf));
}
