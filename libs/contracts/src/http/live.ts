import { z } from 'zod';
import { Conversation, Me, Message, Offer, Tasks, WrapUp } from './shapes';

const revision = z.int().nonnegative();

/** `GET /api/live`: the name and data of every server-sent event. A client keeps the newest revision of each object. */
export const LIVE_EVENTS = {
  snapshot: Tasks.extend({ me: Me }),
  'offer.created': Offer.extend({ revision }),
  'offer.closed': z.object({
    offerId: z.string(),
    conversationId: z.string(),
    reason: z.enum(['accepted', 'missed', 'withdrawn', 'rejected']),
    revision,
  }),
  'conversation.updated': Conversation,
  'message.added': Message.extend({ conversationId: z.string(), revision }),
  'message.updated': Message.extend({ conversationId: z.string(), revision }),
  'agent.state': Me,
  'wrap-up.due': WrapUp.extend({ revision }),
  'wrap-up.closed': z.object({
    conversationId: z.string(),
    /** '' when it was `cancelled`. */
    reasonId: z.string(),
    automatic: z.boolean(),
    /** No reason is owed any more: the conversation came back to its agent. */
    cancelled: z.literal(true).optional(),
    revision,
  }),
} as const;

export type LiveEventName = keyof typeof LIVE_EVENTS;
export type LiveEventData<N extends LiveEventName> = z.infer<(typeof LIVE_EVENTS)[N]>;
export type LiveEvent = { [N in LiveEventName]: { event: N; data: LiveEventData<N> } }[LiveEventName];

/** Sent as a comment line so often, so that a dead connection is noticed. */
export const LIVE_HEARTBEAT_MS = 15_000;
