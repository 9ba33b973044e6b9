import type { Conversation, ConversationStatus, Offer, WrapUp } from '../http/shapes';
import type { ConversationEventOf } from './events';
import type { Customer, OfferKind, Target } from './parts';

/** One agent's part in one conversation. */
export interface Leg {
  readonly legId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly role: 'primary' | 'conferenced';
  readonly queueId: string;
  readonly state: 'active' | 'wrapping-up' | 'closed';
  readonly joinedAt: string;
  readonly wrapUp?: {
    readonly since: string;
    readonly dueAt: string;
    readonly defaultReason: string;
    readonly allowedReasons: readonly string[];
    readonly extensions: number;
    readonly extensionsMax?: number;
  };
  /** The conversation's revision when the leg stopped being active: later messages are not this agent's to read. */
  readonly leftRevision?: number;
  readonly reasonId?: string;
  readonly automatic?: boolean;
  /** When the reason was applied. */
  readonly closedAt?: string;
}

/** A wait in a queue. */
export interface QueueEntry {
  readonly entryId: string;
  readonly purpose: OfferKind;
  readonly queueId: string;
  readonly queueName: string;
  readonly priority: number;
  readonly arrivedAt: string;
  readonly requestedBy?: string;
  /** Where the wait goes on when nobody has accepted by then. */
  readonly overflow?: { readonly queueId: string; readonly at: string };
}

export interface OpenOffer extends Offer {
  readonly agentId: string;
  readonly agentName: string;
  readonly entryId?: string;
}

/**
 * What can be known of one conversation from its events: all that the API, the live stream and a report say of it.
 *
 * One rule set for everyone: the aggregate decides on it, the read models store it, the gateway pushes it, so no two
 * screens contradict each other. `entry`/`offer` are the conversation's own wait or offer; a conference request has its own
 * inside `conference`.
 */
export interface ConversationView {
  readonly conversationId: string;
  readonly threadId: string;
  readonly episode: number;
  readonly phoneNumberId: string;
  readonly sourceNumber: string;
  readonly customer: Customer;
  readonly status: ConversationStatus;
  readonly queue: { readonly id: string; readonly name: string };
  readonly legs: readonly Leg[];
  readonly entry?: QueueEntry;
  readonly offer?: OpenOffer;
  readonly transfer?: {
    readonly transferId: string;
    readonly target: Target;
    /** The name of the agent or queue, where the event tells it. */
    readonly targetName?: string;
    readonly requestedBy: string;
    /** A supervisor moved it; otherwise its owner asked. */
    readonly bySupervisor?: true;
    /** Whose conversation it was; nobody's where it waited. */
    readonly fromAgentId?: string;
    readonly fromQueue: { readonly id: string; readonly name: string };
  };
  readonly conference?: {
    readonly requestId: string;
    readonly target: Target;
    readonly requestedBy: string;
    readonly expiresAt: string;
    readonly entry?: QueueEntry;
    readonly offer?: OpenOffer;
  };
  readonly startedAt: string;
  /** When the request first entered a queue; it keeps its place when it comes back. */
  readonly arrivedAt: string;
  readonly endedAt?: string;
  readonly closed: boolean;
  readonly serviceWindowExpiresAt: string;
  readonly revision: number;
}

/** The view just after its first event. @throws Error when the stream does not begin with `ConversationStarted`. */
export function startView(conversationId: string, event: ConversationEventOf<'ConversationStarted'>): ConversationView {
  const { threadId, episode, phoneNumberId, sourceNumber, customer, startedAt } = event;
  return {
    conversationId,
    threadId,
    episode,
    phoneNumberId,
    sourceNumber,
    customer,
    status: 'queued',
    queue: { id: '', name: '' },
    legs: [],
    startedAt,
    arrivedAt: startedAt,
    closed: false,
    serviceWindowExpiresAt: startedAt,
    revision: 0,
  };
}

/** The legs that may write now. */
export const activeLegs = (view: ConversationView): readonly Leg[] => view.legs.filter(({ state }) => state === 'active');

/** The leg that owns the conversation, if someone does. */
export const primaryLeg = (view: ConversationView): Leg | undefined =>
  view.legs.find(({ state, role }) => state === 'active' && role === 'primary');

/** This agent's leg that is active, or else the one that owes a wrap-up. */
export const legOf = (view: ConversationView, agentId: string): Leg | undefined =>
  view.legs.find((leg) => leg.agentId === agentId && leg.state === 'active') ??
  view.legs.findLast((leg) => leg.agentId === agentId && leg.state === 'wrapping-up');

/** Every open offer: the conversation's own and a conference's. */
export const openOffers = (view: ConversationView): readonly OpenOffer[] =>
  [view.offer, view.conference?.offer].filter((offer) => offer !== undefined);

/** Agents who may read the conversation now: in it, offered it, or owing its wrap-up. */
export const audience = (view: ConversationView): readonly string[] => [
  ...new Set([
    ...view.legs.filter(({ state }) => state !== 'closed').map(({ agentId }) => agentId),
    ...openOffers(view).map(({ agentId }) => agentId),
  ]),
];

/** `Conversation` of the API. */
export function toConversation(view: ConversationView): Conversation {
  const { conversationId, status, customer, sourceNumber, queue, startedAt, endedAt, serviceWindowExpiresAt, revision, transfer } = view;
  return {
    conversationId,
    channel: 'whatsapp',
    status,
    customer: { name: customer.name, phone: customer.phone },
    sourceNumber,
    queue,
    participants: activeLegs(view).map(({ agentId, agentName, role, joinedAt }) => ({ agentId, name: agentName, role, joinedAt })),
    ...(transfer && { transfer: { requestedBy: transfer.requestedBy, target: transfer.target } }),
    startedAt,
    ...(endedAt && { endedAt }),
    serviceWindowExpiresAt,
    revision,
  };
}

/** `Offer` of the API, without what only Parley itself needs. */
export function toOffer({ agentId: _agent, agentName: _name, entryId: _entry, ...offer }: OpenOffer): Offer {
  return offer;
}

/** `WrapUp` of the API for a leg that owes one. */
export function toWrapUp(view: ConversationView, leg: Leg): WrapUp | undefined {
  if (leg.state !== 'wrapping-up' || !leg.wrapUp) return undefined;
  const { since, dueAt, defaultReason, extensions, extensionsMax } = leg.wrapUp;
  const left = extensionsMax === undefined ? {} : { extensionsLeft: Math.max(0, extensionsMax - extensions) };
  return { conversationId: view.conversationId, legId: leg.legId, customerName: view.customer.name, since, dueAt, defaultReason, ...left };
}
