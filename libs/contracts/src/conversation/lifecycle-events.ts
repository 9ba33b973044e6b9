import { z } from 'zod';
import { Customer, Instant, OfferKind, Target } from './parts';

/** A customer wrote and had no live conversation with this number: a new episode of the thread begins. */
export const ConversationStarted = z.object({
  type: z.literal('ConversationStarted'),
  threadId: z.string(),
  /** 1 for the first conversation of this customer with this number. */
  episode: z.int().positive(),
  channel: z.literal('whatsapp'),
  phoneNumberId: z.string(),
  /** The business number as people read it, from the configuration. */
  sourceNumber: z.string(),
  customer: Customer,
  startedAt: Instant,
  /** The conversation of the same thread that ended before this one. */
  continues: z.string().optional(),
  /** The agent who owned that conversation last, where the queue prefers them. */
  preferredAgentId: z.string().optional(),
});

/** The conversation (or, with purpose `conference`, a request for a colleague) waits in a queue. */
export const Queued = z.object({
  type: z.literal('Queued'),
  /** Names this wait; an offer is made for one entry and for no other. */
  entryId: z.string(),
  purpose: OfferKind,
  queueId: z.string(),
  queueName: z.string(),
  reason: z.enum(['new', 'missed', 'rejected', 'transfer', 'conference', 'returned', 'disconnected', 'withdrawn', 'overflow']),
  /** Higher goes first. */
  priority: z.int(),
  /** When the conversation first entered a queue: a request that comes back keeps its place. */
  arrivedAt: Instant,
  queuedAt: Instant,
  serviceLevelSeconds: z.int().positive(),
  requestedBy: z.string().optional(),
  /** The id of the agent or supervisor whose name is `requestedBy`. */
  requestedById: z.string().optional(),
  /** Whose conversation it was, where a supervisor moved it: it does not come back to them while they owe its wrap-up. */
  takenFrom: z.string().optional(),
  /** Asked first, if they are free. */
  preferredAgentId: z.string().optional(),
  /** Where the wait goes on when nobody has accepted by then. */
  overflow: z.object({ queueId: z.string(), at: Instant }).optional(),
});

const MessagingParty = z.object({ kind: z.enum(['agent', 'customer', 'supervisor', 'system']), id: z.string().optional() });

/** Messaging is over for everyone; each agent who was in owes a wrap-up. */
export const Ended = z.object({
  type: z.literal('Ended'),
  endedBy: MessagingParty,
  reason: z.enum([
    'agent-ended',
    'conference-ended',
    'transfer-not-accepted',
    'customer-left',
    'queue-timeout',
    'inactive',
    'number-removed',
    'supervisor-ended',
  ]),
  lastStatus: z.string(),
  endedAt: Instant,
});

/** Every leg is wrapped up: nothing but delivery statuses follows. */
export const ConversationClosed = z.object({ type: z.literal('ConversationClosed'), closedAt: Instant });

/** The owner, or a supervisor, asked that someone else take over; whoever is in goes into wrap-up at once. */
export const TransferRequested = z.object({
  type: z.literal('TransferRequested'),
  transferId: z.string(),
  target: Target,
  requestedBy: z.string(),
  requestedByName: z.string().optional(),
  /** The name of the agent or queue. */
  targetName: z.string().optional(),
  /** Who asked in which role; an agent where it does not say. */
  requestedAs: z.enum(['agent', 'supervisor']).optional(),
  /** Whose conversation it was, where a supervisor moved it; nobody's where it waited. */
  fromAgentId: z.string().optional(),
  fromQueueId: z.string(),
  requestedAt: Instant,
});

/** Nobody took the transfer. `outcome` says what became of the conversation. */
export const TransferDropped = z.object({
  type: z.literal('TransferDropped'),
  transferId: z.string(),
  /** The name of the agent or queue that it was for. */
  targetName: z.string().optional(),
  cause: z.enum(['rejected', 'missed', 'target-unavailable', 'cancelled', 'ended']),
  /** `reassigned`: a supervisor moved the conversation elsewhere. */
  outcome: z.enum(['requeued', 'ended', 'restored', 'reassigned']),
  droppedAt: Instant,
});

/** The owner asked a colleague to join. */
export const ConferenceRequested = z.object({
  type: z.literal('ConferenceRequested'),
  requestId: z.string(),
  target: Target,
  requestedBy: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
});

export const ConferenceRequestDropped = z.object({
  type: z.literal('ConferenceRequestDropped'),
  requestId: z.string(),
  cause: z.enum(['declined', 'missed', 'cancelled', 'target-unavailable', 'ended']),
  droppedAt: Instant,
});

/** A colleague is in: both write. Comes with that colleague's `Accepted`. */
export const ConferenceJoined = z.object({
  type: z.literal('ConferenceJoined'),
  requestId: z.string(),
  legId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  joinedAt: Instant,
});

export const ConferenceExited = z.object({
  type: z.literal('ConferenceExited'),
  legId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  cause: z.enum(['exit', 'removed', 'disconnected']),
  exitedAt: Instant,
});

/** The primary left for good and the joined agent owns the conversation now, or a supervisor took it over. */
export const OwnershipTransferred = z.object({
  type: z.literal('OwnershipTransferred'),
  fromAgentId: z.string(),
  fromAgentName: z.string().optional(),
  toAgentId: z.string(),
  toAgentName: z.string().optional(),
  cause: z.enum(['disconnected', 'supervisor', 'left']),
  transferredAt: Instant,
});
