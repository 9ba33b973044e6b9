import { cloudEventHeaders, TOPICS } from '@parley/contracts';
import type { NewRecord, RecordedEvent } from '@parley/event-sourcing';
import { conversationIdOf } from './conversation/conversation';

/** The record of `conversation.events.v1` for an event: the event as stored, its place in the headers. */
export function relayRecord(event: RecordedEvent): NewRecord & { topic: string } {
  const conversationId = conversationIdOf(event.stream);
  return {
    topic: TOPICS.conversationEvents,
    key: conversationId,
    value: event.data,
    headers: cloudEventHeaders('/parley/conversation', conversationId, event),
  };
}
