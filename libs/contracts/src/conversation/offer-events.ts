import { z } from 'zod';
import { Instant, OfferKind } from './parts';

/** One agent is asked to take a request, until `expiresAt`. Carries all that the popover shows. */
export const Offered = z.object({
  type: z.literal('Offered'),
  offerId: z.string(),
  /** The queue entry it answers; absent when the offer went straight to an agent. */
  entryId: z.string().optional(),
  kind: OfferKind,
  agentId: z.string(),
  agentName: z.string(),
  queueId: z.string(),
  queueName: z.string(),
  customerName: z.string(),
  customerPhone: z.string(),
  sourceNumber: z.string(),
  /** The name of the colleague who asked, for transfers and conferences. */
  requestedBy: z.string().optional(),
  /** When the customer's request first entered a queue. */
  receivedAt: Instant,
  /** Zero of the popover's timer, on the server's clock. */
  offeredAt: Instant,
  expiresAt: Instant,
});

const closing = { offerId: z.string(), kind: OfferKind, agentId: z.string(), queueId: z.string() };

/** Nobody answered in time (RONA): the agent goes to RONA and the request is offered on. */
export const OfferMissed = z.object({ type: z.literal('OfferMissed'), ...closing, missedAt: Instant });

/** The agent said no. */
export const OfferRejected = z.object({ type: z.literal('OfferRejected'), ...closing, rejectedAt: Instant });

/** The offer is gone through no fault of the agent. */
export const OfferWithdrawn = z.object({
  type: z.literal('OfferWithdrawn'),
  ...closing,
  cause: z.enum(['ended', 'cancelled', 'agent-unavailable', 'agent-disconnected', 'superseded', 'number-removed']),
  withdrawnAt: Instant,
});

/**
 * The offer that routing holds a place for was not made and never will be: routing asked for it back, or the agent is in already. What
 * waits goes on waiting.
 */
export const OfferNotMade = z.object({ type: z.literal('OfferNotMade'), offerId: z.string(), decidedAt: Instant });

/** The agent took the request. One per acceptance, whether by queue, transfer or conference. */
export const Accepted = z.object({
  type: z.literal('Accepted'),
  offerId: z.string(),
  kind: OfferKind,
  /** One agent's part in one conversation; equal to the accepted offer's id. */
  legId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  queueId: z.string(),
  acceptedAt: Instant,
  /** For a transfer: the name of who asked, and of the queue that the conversation came from. */
  requestedBy: z.string().optional(),
  fromQueueName: z.string().optional(),
  /** From the request's arrival in a queue to the acceptance. */
  waitedMs: z.int().nonnegative(),
});

/** An agent's leg is over and owes a reason until `dueAt`; then `defaultReason` is applied. */
export const WrapUpStarted = z.object({
  type: z.literal('WrapUpStarted'),
  legId: z.string(),
  agentId: z.string(),
  startedAt: Instant,
  dueAt: Instant,
  defaultReason: z.string(),
  /** The reasons that were configured when it started; these stay valid for this leg. */
  allowedReasons: z.array(z.string()),
  /** How often it may be extended, as it was configured then. */
  extensionsMax: z.int().nonnegative().optional(),
});

export const WrapUpExtended = z.object({
  type: z.literal('WrapUpExtended'),
  legId: z.string(),
  agentId: z.string(),
  dueAt: Instant,
});

/** The transfer that had put this leg into wrap-up came back to its agent: the leg is active again. */
export const WrapUpCancelled = z.object({
  type: z.literal('WrapUpCancelled'),
  legId: z.string(),
  agentId: z.string(),
  cancelledAt: Instant,
});

/** The leg has its reason; exactly one per leg. */
export const WrapUpApplied = z.object({
  type: z.literal('WrapUpApplied'),
  legId: z.string(),
  agentId: z.string(),
  reasonId: z.string(),
  /** True when the time ran out and nobody chose. */
  automatic: z.boolean(),
  startedAt: Instant,
  appliedAt: Instant,
});
