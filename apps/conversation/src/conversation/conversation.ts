import {
  activeLegs,
  type ConversationEvent,
  type ConversationEventOf,
  type ConversationView,
  evolveView,
  type Leg,
  legOf,
  type MessageStatus,
  type OpenOffer,
  openOffers,
  type QueueConfig,
  type QueueEntry,
  Refused,
  type SentTemplate,
  toIso,
  toMs,
} from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';

/** What is known of an outbound message's delivery. */
export interface Delivery {
  readonly status: MessageStatus;
  readonly providerMessageId?: string;
  readonly uncertain: boolean;
  /** Whose message it is. */
  readonly agentId: string;
  /** The failed message that it sends again. */
  readonly retryOf?: string;
  /** What it was made of, to send it again. */
  readonly template?: SentTemplate;
}

/** Everything a decision about one conversation needs: what all may know, and what only decisions ask for. */
export interface Conversation {
  readonly view: ConversationView | undefined;
  /** By message id. Handed on from state to state and changed in place: thousands of messages must not be copied for each. */
  readonly deliveries: Map<string, Delivery>;
  /** Who each offer was made to, open or closed, by offer id. */
  readonly offeredTo: ReadonlyMap<string, string>;
  /** Offers that will never be made. */
  readonly notMade: ReadonlySet<string>;
  /** When the message was written that first told the customer's present ids, as {@link writtenAtMs}; 0 before any was. */
  readonly idsSinceMs: number;
}

export const noConversation: Conversation = { view: undefined, deliveries: new Map(), offeredTo: new Map(), notMade: new Set(), idsSinceMs: 0 };

/** WhatsApp's times are seconds: of what was written in the same one, its own notice of new ids is the last word. */
export const writtenAtMs = (messageType: string, channelTimestampMs: number): number => channelTimestampMs + (messageType === 'system' ? 1 : 0);

/** A conversation that has begun. */
export interface Begun extends Conversation {
  readonly view: ConversationView;
}

/** What the configuration says that decisions depend on. */
export interface Rules {
  readonly queue: (
    id: string,
  ) => (Pick<QueueConfig, 'name' | 'serviceLevelSeconds' | 'whenTransferNotAccepted'> & Partial<Pick<QueueConfig, 'priority' | 'overflow'>>) | undefined;
  readonly wrapUp: {
    readonly timeoutSeconds: number;
    readonly extensionSeconds: number;
    readonly extensionsMax: number;
    readonly defaultReason: string;
    readonly reasons: readonly string[];
  };
}

export const conversationStream = (conversationId: string): string => `conversation-${conversationId}`;
/** Whether an id can be one of ours: thread and episode. */
export const isConversationId = (text: string): boolean => /^[0-9a-f-]{36}-\d{1,9}$/.test(text);
export const conversationIdOf = (stream: string): string => stream.slice('conversation-'.length);

/** The state after a recorded event. Total: a fact is never refused. */
export function evolve(
  state: Conversation,
  event: ConversationEvent,
  { stream, revision }: { stream: string; revision: number },
): Conversation {
  const view = evolveView(state.view, event, { conversationId: conversationIdOf(stream), revision });
  switch (event.type) {
    case 'ConversationStarted':
      return { ...noConversation, view, deliveries: new Map() };
    case 'Offered':
      return { ...state, view, offeredTo: new Map(state.offeredTo).set(event.offerId, event.agentId) };
    case 'OfferNotMade':
      return { ...state, view, notMade: new Set(state.notMade).add(event.offerId) };
    case 'MessageReceived':
      return event.customer || state.idsSinceMs === 0
        ? { ...state, view, idsSinceMs: writtenAtMs(event.messageType, toMs(event.channelTimestamp)) }
        : { ...state, view };
    case 'MessageSent':
      state.deliveries.set(event.messageId, {
        status: 'pending',
        uncertain: false,
        agentId: event.agentId,
        ...(event.retryOf !== undefined && { retryOf: event.retryOf }),
        ...(event.template && { template: event.template }),
      });
      return { ...state, view };
    case 'MessageStatusChanged': {
      const known = state.deliveries.get(event.messageId);
      if (!known) return { ...state, view };
      state.deliveries.set(event.messageId, {
        ...known,
        status: event.status,
        providerMessageId: event.providerMessageId ?? known.providerMessageId,
        uncertain: event.status === 'pending' && event.error !== undefined,
      });
      return { ...state, view };
    }
    default:
      return { ...state, view };
  }
}

/** @throws Refused `not-found` */
export function begun(state: Conversation): Begun {
  if (!state.view) throw new Refused('not-found', 'there is no such conversation');
  return state as Begun;
}

/** Whether `agentId` is in or owes a wrap-up; whose part is over and done with is a stranger. */
export const isInvolved = (view: ConversationView, agentId: string): boolean => legOf(view, agentId) !== undefined;

/** The leg that `agentId` writes with. @throws Refused `not-a-participant` · `conversation-ended` */
export function activeLegOf({ view }: Begun, agentId: string): Leg {
  if (view.status === 'ended' && isInvolved(view, agentId)) throw new Refused('conversation-ended');
  const active = activeLegs(view).find((leg) => leg.agentId === agentId);
  if (!active) throw new Refused('not-a-participant');
  return active;
}

/** The owner's leg. @throws Refused as {@link activeLegOf}, and `forbidden` for a joined colleague */
export function primaryLegOf(state: Begun, agentId: string): Leg {
  const leg = activeLegOf(state, agentId);
  if (leg.role !== 'primary') throw new Refused('forbidden', 'only the primary agent may do this');
  return leg;
}

/** The id of something that an event brings into the world, the same each time the decision is made. */
export const newId = ({ view }: Conversation, kind: string, conversationId: string): string =>
  derivedId(kind, conversationId, view ? view.revision + 1 : 0);

/** The leg stops being active and owes a reason from now on. */
export function wrapUpStarted({ legId, agentId }: Leg, rules: Rules, atMs: number): ConversationEventOf<'WrapUpStarted'> {
  const { timeoutSeconds, defaultReason, reasons, extensionsMax } = rules.wrapUp;
  return {
    type: 'WrapUpStarted',
    legId,
    agentId,
    startedAt: toIso(atMs),
    dueAt: toIso(atMs + timeoutSeconds * 1000),
    defaultReason,
    allowedReasons: [...reasons],
    extensionsMax,
  };
}

/** The conversation (or a conference request) waits in `queueId`, at the place of its first arrival. */
export function queued(
  state: Begun,
  rules: Rules,
  entry: Pick<ConversationEventOf<'Queued'>, 'queueId' | 'purpose' | 'requestedBy' | 'requestedById' | 'takenFrom' | 'reason'> & { atMs: number },
): ConversationEventOf<'Queued'> {
  const { view } = state;
  const queue = rules.queue(entry.queueId);
  const overflow = entry.purpose === 'conference' ? undefined : overflowOf(view.entry, rules, entry);
  const transfer = entry.purpose === 'transfer' ? view.transfer : undefined;
  const requestedById = entry.requestedById ?? (transfer ?? view.conference)?.requestedBy;
  const takenFrom = entry.takenFrom ?? (transfer?.bySupervisor ? transfer.fromAgentId : undefined);
  return {
    type: 'Queued',
    entryId: newId(state, 'entry', view.conversationId),
    purpose: entry.purpose,
    queueId: entry.queueId,
    queueName: queue?.name ?? view.queue.name,
    reason: entry.reason,
    priority: queue?.priority ?? 0,
    arrivedAt: view.arrivedAt,
    queuedAt: toIso(entry.atMs),
    serviceLevelSeconds: queue?.serviceLevelSeconds ?? 60,
    ...(entry.requestedBy && { requestedBy: entry.requestedBy, ...(requestedById && { requestedById }) }),
    ...(takenFrom !== undefined && { takenFrom }),
    ...(overflow && { overflow }),
  };
}

/** When and where the wait goes on if nobody accepts; what comes back to the same queue does not start the time anew. */
export function overflowOf(
  before: QueueEntry | undefined,
  rules: Rules,
  { queueId, purpose, atMs }: Pick<QueueEntry, 'queueId' | 'purpose'> & { atMs: number },
): QueueEntry['overflow'] {
  if (before?.queueId === queueId && before.purpose === purpose) return before.overflow;
  const overflow = rules.queue(queueId)?.overflow;
  return overflow && { queueId: overflow.queue, at: toIso(atMs + overflow.afterSeconds * 1000) };
}

/** The wait goes on in the queue it overflows to, at the place of its first arrival; nothing while there is time left. */
export function overflowed(state: Begun, rules: Rules, atMs: number): ConversationEvent | undefined {
  const { entry } = state.view;
  if (!entry?.overflow || atMs < toMs(entry.overflow.at) || !rules.queue(entry.overflow.queueId)) return undefined;
  const { purpose, requestedBy, overflow } = entry;
  return queued(state, rules, { queueId: overflow.queueId, purpose, reason: 'overflow', requestedBy, atMs });
}

/** Messaging is over: open offers and requests are taken back, every active leg owes its wrap-up. */
export function ended(
  state: Begun,
  rules: Rules,
  { endedBy, reason, atMs }: Pick<ConversationEventOf<'Ended'>, 'endedBy' | 'reason'> & { atMs: number },
): ConversationEvent[] {
  const { view } = state;
  const at = toIso(atMs);
  const active = view.legs.filter(({ state: leg }) => leg === 'active');
  const owing = active.length > 0 || view.legs.some(({ state: leg }) => leg === 'wrapping-up');
  return [
    ...openOffers(view).map((offer) => offerWithdrawn(offer, 'ended', atMs)),
    ...(view.transfer
      ? [{ type: 'TransferDropped', ...droppedTransfer(view.transfer), cause: 'ended', outcome: 'ended', droppedAt: at } as const]
      : []),
    ...(view.conference
      ? [{ type: 'ConferenceRequestDropped', requestId: view.conference.requestId, cause: 'ended', droppedAt: at } as const]
      : []),
    { type: 'Ended', endedBy, reason, lastStatus: view.status, endedAt: at },
    ...active.map((leg) => wrapUpStarted(leg, rules, atMs)),
    ...(owing ? [] : [{ type: 'ConversationClosed', closedAt: at } as const]),
  ];
}

/** Which transfer is dropped. */
export const droppedTransfer = ({ transferId, targetName }: NonNullable<ConversationView['transfer']>): Pick<ConversationEventOf<'TransferDropped'>, 'transferId' | 'targetName'> => ({
  transferId,
  ...(targetName !== undefined && { targetName }),
});

/** Whether nothing was said of the offer yet: neither that it is made nor that it never will be. */
export const isUnheardOf = ({ offeredTo, notMade }: Conversation, offerId: string): boolean => !offeredTo.has(offerId) && !notMade.has(offerId);

export const offerNotMade = (offerId: string, atMs: number): ConversationEventOf<'OfferNotMade'> => ({ type: 'OfferNotMade', offerId, decidedAt: toIso(atMs) });

export function offerWithdrawn(
  { offerId, kind, agentId, queueId }: OpenOffer,
  cause: ConversationEventOf<'OfferWithdrawn'>['cause'],
  atMs: number,
): ConversationEventOf<'OfferWithdrawn'> {
  return { type: 'OfferWithdrawn', offerId, kind, agentId, queueId, cause, withdrawnAt: toIso(atMs) };
}
