import { z } from 'zod';
import { AgentState, Capacity } from '../agent/events';
import { Role } from '../config/contact-center';
import { DeliveryError, Instant, Media, MessageStatus, OfferKind, Target } from '../conversation/parts';

/** What an agent is asked to take. `customerPhone` is '' where WhatsApp withholds it. */
export const Offer = z.object({
  offerId: z.string(),
  conversationId: z.string(),
  kind: OfferKind,
  customerName: z.string(),
  customerPhone: z.string(),
  sourceNumber: z.string(),
  queueId: z.string(),
  queueName: z.string(),
  requestedBy: z.string().optional(),
  receivedAt: Instant,
  offeredAt: Instant,
  expiresAt: Instant,
});
export type Offer = z.infer<typeof Offer>;

export const ConversationStatus = z.enum(['queued', 'offered', 'active', 'conference-requested', 'conference', 'ended']);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

export const Participant = z.object({
  agentId: z.string(),
  name: z.string(),
  role: z.enum(['primary', 'conferenced']),
  /** When they accepted. */
  joinedAt: Instant.optional(),
});
export type Participant = z.infer<typeof Participant>;

export const Conversation = z.object({
  conversationId: z.string(),
  channel: z.literal('whatsapp'),
  status: ConversationStatus,
  customer: z.object({ name: z.string(), phone: z.string() }),
  sourceNumber: z.string(),
  queue: z.object({ id: z.string(), name: z.string() }),
  participants: z.array(Participant),
  /** Handed on and not accepted yet: until then the agent who asked may take it back. */
  transfer: z.object({ requestedBy: z.string(), target: Target }).optional(),
  startedAt: Instant,
  endedAt: Instant.optional(),
  /** Free text is refused from then on. */
  serviceWindowExpiresAt: Instant,
  /** Rises with every event: a client keeps only the newest. */
  revision: z.int().nonnegative(),
});
export type Conversation = z.infer<typeof Conversation>;

export const Message = z.object({
  messageId: z.string(),
  direction: z.enum(['inbound', 'outbound', 'system']),
  /** WhatsApp's type (`text`, `image`, `template`, …); for system messages what happened, such as `agent-joined`. */
  type: z.string(),
  text: z.string().optional(),
  media: Media.optional(),
  /** What came under a type that has no shape of its own here: shown as a placeholder. */
  content: z.unknown().optional(),
  sender: z.object({ kind: z.enum(['customer', 'agent', 'system']), id: z.string().optional(), name: z.string() }),
  /** For inbound messages WhatsApp's time, otherwise ours. */
  sentAt: Instant,
  status: MessageStatus.optional(),
  error: DeliveryError.optional(),
  /** The failed message that this one sends again. */
  retryOf: z.string().optional(),
  /** For system messages about a transfer: the names of who asked, of the agent or queue it went to, and of the queue it came from. */
  handOver: z.object({ by: z.string().optional(), to: z.string(), queue: z.string().optional() }).optional(),
});
export type Message = z.infer<typeof Message>;

/** A reason that the caller owes; after `dueAt` the default is applied. */
export const WrapUp = z.object({
  conversationId: z.string(),
  /** The part in the conversation that it is for: somebody may have had several. */
  legId: z.string().optional(),
  customerName: z.string(),
  since: Instant,
  dueAt: Instant,
  defaultReason: z.string(),
  /** How often it can still be extended; said nothing of where the wrap-up began before this was noted. */
  extensionsLeft: z.int().nonnegative().optional(),
});
export type WrapUp = z.infer<typeof WrapUp>;

export const Me = z.object({
  agentId: z.string(),
  name: z.string(),
  roles: z.array(Role),
  state: AgentState,
  capacity: Capacity,
  /** Rises with every change of any agent: a client keeps only the newest. */
  revision: z.int().nonnegative(),
});
export type Me = z.infer<typeof Me>;

/** An agent as supervisors see them. */
export const AgentOverview = Me.extend({
  /** Ids of the queues they serve. */
  queues: z.array(z.string()),
  /** `lost`: the last live stream has closed and the time to come back runs from `lostAt`; `none`: they have none, nor is one waited for. */
  connection: z.object({ state: z.enum(['connected', 'lost', 'none']), lostAt: Instant.optional() }),
});
export type AgentOverview = z.infer<typeof AgentOverview>;

export const Tasks = z.object({ offers: z.array(Offer), conversations: z.array(Conversation), wrapUps: z.array(WrapUp) });
export type Tasks = z.infer<typeof Tasks>;

export const AccessToken = z.object({ accessToken: z.string(), tokenType: z.literal('Bearer'), expiresIn: z.int().positive() });
export type AccessToken = z.infer<typeof AccessToken>;

/** How people sign in: with a password of the configuration, or at an identity provider. */
export const SignInSettings = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('local') }),
  z.object({
    mode: z.literal('oidc'),
    issuer: z.string(),
    clientId: z.string(),
    scope: z.string(),
    /** More that the provider is told when it is asked for a sign-in and for tokens. */
    parameters: z.record(z.string(), z.string()),
  }),
]);
export type SignInSettings = z.infer<typeof SignInSettings>;

/** One page of a list, oldest first; `before` asks for the page before this one. */
export const MessagePage = z.object({ items: z.array(Message), before: z.string().optional() });
export type MessagePage = z.infer<typeof MessagePage>;

export const DirectoryQueue = z.object({
  id: z.string(),
  name: z.string(),
  availableAgents: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
});
export type DirectoryQueue = z.infer<typeof DirectoryQueue>;

export const DirectoryAgent = z.object({ agentId: z.string(), name: z.string() });
export type DirectoryAgent = z.infer<typeof DirectoryAgent>;

export const WrapUpReasons = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })), default: z.string() });
export type WrapUpReasons = z.infer<typeof WrapUpReasons>;

/** Answers that agents give often, in one language. */
export const CannedResponses = z.object({ items: z.array(z.object({ id: z.string(), title: z.string(), text: z.string() })) });
export type CannedResponses = z.infer<typeof CannedResponses>;

/** Messages that WhatsApp takes at any time. `language` is that of the text, which has a placeholder `{{1}}`, `{{2}}`, … for each of `parameters`. */
export const Templates = z.object({
  items: z.array(
    z.object({ id: z.string(), name: z.string(), language: z.string(), text: z.string(), parameters: z.array(z.object({ name: z.string().optional() })) }),
  ),
});
export type Templates = z.infer<typeof Templates>;

/** One event of a conversation as the log holds it, for supervisors. */
export const RecordedConversationEvent = z.object({
  id: z.string(),
  type: z.string(),
  time: Instant,
  revision: z.int().nonnegative(),
  position: z.int().nonnegative(),
  data: z.unknown(),
});
export type RecordedConversationEvent = z.infer<typeof RecordedConversationEvent>;
