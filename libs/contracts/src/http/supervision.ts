import { z } from 'zod';
import { Instant } from '../conversation/parts';
import { AgentOverview, Conversation, ConversationStatus } from './shapes';

const id = z.string().min(1).max(200).refine((text) => !text.includes('\u0000'), 'expected text without U+0000');
const instant = z.iso.datetime({ offset: true, error: 'expected an instant, ISO 8601' });

/** What a supervisor looks for among all conversations. `status` `open` is every status but `ended`. */
export const ConversationsQuery = z.object({
  /** In the customer's name or phone number. */
  search: z.string().max(200).optional(),
  status: z.enum(['open', ...ConversationStatus.options]).optional(),
  queue: id.optional(),
  /** Who has or had a part in it. */
  agent: id.optional(),
  /** Of the start; included. */
  from: instant.optional(),
  /** Of the start; excluded. */
  to: instant.optional(),
  before: z.string().max(500).optional(),
  limit: z.coerce.number('expected a number').int().min(1).max(500).default(50),
});
export type ConversationsQuery = z.infer<typeof ConversationsQuery>;

/** A conversation in a supervisor's list. */
export const ConversationSummary = Conversation.extend({
  /** Everyone who has or had a part in it, in order; `participants` are those who are in now. */
  agents: z.array(z.object({ agentId: z.string(), name: z.string() })),
  /** Since then the customer has nobody; absent while an agent is in, and when it has ended. */
  waitingSince: Instant.optional(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** The newest first; `before` asks for those that started earlier. */
export const ConversationsPage = z.object({ items: z.array(ConversationSummary), before: z.string().optional() });
export type ConversationsPage = z.infer<typeof ConversationsPage>;

const count = z.int().nonnegative();

/** What is going on in a queue now: conversations by the queue that they are in. */
export const QueueNow = z.object({
  queueId: z.string(),
  /** Nobody has them, nobody is asked. */
  waiting: count,
  /** An agent is asked. */
  offered: count,
  /** An agent is in. */
  active: count,
  /** Of those waiting or offered, since when the one that waits longest has nobody. */
  longestWaitSince: Instant.optional(),
});
export type QueueNow = z.infer<typeof QueueNow>;

/** What the report of queues says of today. */
export const QueueToday = z.object({
  queueId: z.string(),
  received: count,
  answered: count,
  abandoned: count,
  serviceLevelPercent: z.number().optional(),
  averageSpeedOfAnswerSeconds: z.number().optional(),
});
export type QueueToday = z.infer<typeof QueueToday>;

export const WallboardQueue = QueueNow.extend({
  ...QueueToday.shape,
  name: z.string(),
  /** As configured now; absent where the queue is not configured any more. */
  serviceLevelSeconds: z.int().positive().optional(),
});
export type WallboardQueue = z.infer<typeof WallboardQueue>;

/** One hour of today, all queues together. */
export const WallboardHour = z.object({ startsAt: Instant, received: count, answered: count, abandoned: count });
export type WallboardHour = z.infer<typeof WallboardHour>;

/** Today in the supervisor's time zone: from its first moment to the first of tomorrow. */
export const WallboardToday = z.object({ from: Instant, to: Instant, timeZone: z.string(), hours: z.array(WallboardHour) });
export type WallboardToday = z.infer<typeof WallboardToday>;

/** The conversation that was named to the stream has come to this revision or further. */
export const ConversationHappened = z.object({ conversationId: z.string(), revision: z.int().min(0) });

/**
 * `GET /api/supervisor/live`: the name and data of every server-sent event. The first is `snapshot`; each later one is whole and
 * replaces what was there of the same queue, agent or day. `conversation.happened` comes only of a conversation that was asked for.
 */
export const WALLBOARD_EVENTS = {
  snapshot: z.object({ queues: z.array(WallboardQueue), agents: z.array(AgentOverview), today: WallboardToday }),
  'queue.updated': WallboardQueue,
  'agent.updated': AgentOverview,
  'today.updated': WallboardToday,
  'conversation.happened': ConversationHappened,
} as const;

export type WallboardEventName = keyof typeof WALLBOARD_EVENTS;
export type WallboardEvent = { [N in WallboardEventName]: { event: N; data: z.infer<(typeof WALLBOARD_EVENTS)[N]> } }[WallboardEventName];
export type Wallboard = z.infer<(typeof WALLBOARD_EVENTS)['snapshot']>;

/** A time zone by its IANA name, as PostgreSQL and browsers both know it. */
export const TimeZone = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'expected a time zone such as Europe/Madrid')
  .refine(isTimeZone, 'expected a time zone such as Europe/Madrid');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
