import { Refused } from '@parley/contracts';
import type { EventStore, RecordedEvent } from '@parley/event-sourcing';
import { conversationStream, isConversationId } from '../conversation/conversation';
import { eventsAsOf, parseAsOf } from './as-of';

/** Every event of a conversation up to `asOf`. @throws Refused `not-found` */
export async function readHistory(store: EventStore, conversationId: string, asOf: string | undefined): Promise<readonly RecordedEvent[]> {
  const events = isConversationId(conversationId) ? await store.readStream(conversationStream(conversationId)) : [];
  if (events.length === 0) throw new Refused('not-found', 'there is no such conversation');
  return asOf === undefined ? events : eventsAsOf(events, parseAsOf(asOf));
}
