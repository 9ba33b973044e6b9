import { z } from 'zod';
import { Instant } from '../conversation/parts';

export const AgentStateName = z.enum(['available', 'idle', 'rona', 'offline']);
export type AgentStateName = z.infer<typeof AgentStateName>;

/** Who changed a state: the agent, a supervisor, or the system (a missed offer, a lost connection). */
export const ChangedBy = z.object({ kind: z.enum(['agent', 'supervisor', 'system']), id: z.string().optional() });
export type ChangedBy = z.infer<typeof ChangedBy>;

/** What an agent becomes as soon as their last place is free; `by` where it was not their own choice. */
export const PendingState = z.object({ name: z.literal('idle'), reason: z.string().optional(), by: ChangedBy.optional() });
export type PendingState = z.infer<typeof PendingState>;

/** What an agent does now. `reason` only with `idle`, `pending` only with `available`; `since` on the server's clock. */
export const AgentState = z.object({
  name: AgentStateName,
  reason: z.string().optional(),
  since: Instant,
  /** They finish what they have and are offered nothing new. */
  pending: PendingState.optional(),
});
export type AgentState = z.infer<typeof AgentState>;

/** Places taken (reserved, active or wrapping up) of those configured. */
export const Capacity = z.object({ max: z.int().nonnegative(), used: z.int().nonnegative() });
export type Capacity = z.infer<typeof Capacity>;

/** Each agent event carries what is true after it, so that a consumer needs no history. */
const after = { agentId: z.string(), state: AgentState, capacity: Capacity };

export const AgentSignedIn = z.object({ type: z.literal('AgentSignedIn'), ...after, at: Instant });
/** By themselves, unless `by` says otherwise. */
export const AgentSignedOut = z.object({ type: z.literal('AgentSignedOut'), ...after, by: ChangedBy.optional(), at: Instant });
export const AgentStateChanged = z.object({
  type: z.literal('AgentStateChanged'),
  ...after,
  previous: AgentStateName,
  by: ChangedBy,
  at: Instant,
});

const place = { offerId: z.string(), conversationId: z.string(), at: Instant };

/** A place is held for an offer until `until`; the conversation offers next. */
export const CapacityReserved = z.object({
  type: z.literal('CapacityReserved'),
  ...after,
  ...place,
  entryId: z.string().optional(),
  queueId: z.string(),
  kind: z.enum(['queue', 'transfer', 'conference']),
  until: Instant,
});
/** The offer was accepted: the place is taken until the wrap-up is applied. */
export const CapacityCommitted = z.object({ type: z.literal('CapacityCommitted'), ...after, ...place });
/** The place is free again. */
export const CapacityReleased = z.object({
  type: z.literal('CapacityReleased'),
  ...after,
  ...place,
  cause: z.enum(['missed', 'rejected', 'withdrawn', 'wrapped-up', 'expired', 'ended']),
});

/** Topic `agent.events.v1`, key: agent id; published as stored. */
export const AGENT_EVENTS = {
  AgentSignedIn,
  AgentSignedOut,
  AgentStateChanged,
  CapacityReserved,
  CapacityCommitted,
  CapacityReleased,
} as const;
export type AgentEventType = keyof typeof AGENT_EVENTS;
type EventMap = { [T in AgentEventType]: z.infer<(typeof AGENT_EVENTS)[T]> };
export type AgentEvent = EventMap[AgentEventType];
export type AgentEventOf<T extends AgentEventType> = EventMap[T];

export const AgentEvent = z.discriminatedUnion(
  'type',
  Object.values(AGENT_EVENTS) as unknown as [typeof AgentSignedIn],
) as unknown as z.ZodType<AgentEvent>;
