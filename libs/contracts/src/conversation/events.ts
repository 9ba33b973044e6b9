import { z } from 'zod';
import * as lifecycle from './lifecycle-events';
import * as messages from './message-events';
import * as offers from './offer-events';

/**
 * Everything that can happen in a conversation, by type name.
 *
 * Topic `conversation.events.v1`, key: conversation id; published as stored. Frozen: an optional field may be added; a breaking
 * change is a new type (`Accepted.v2`) and an upcast. Times are ISO 8601 UTC.
 */
export const CONVERSATION_EVENTS = { ...lifecycle, ...messages, ...offers } as const;

export type ConversationEventType = keyof typeof CONVERSATION_EVENTS;
type EventMap = { [T in ConversationEventType]: z.infer<(typeof CONVERSATION_EVENTS)[T]> };
export type ConversationEvent = EventMap[ConversationEventType];
export type ConversationEventOf<T extends ConversationEventType> = EventMap[T];

export const ConversationEvent = z.discriminatedUnion(
  'type',
  Object.values(CONVERSATION_EVENTS) as unknown as [typeof lifecycle.ConversationStarted],
) as unknown as z.ZodType<ConversationEvent>;
