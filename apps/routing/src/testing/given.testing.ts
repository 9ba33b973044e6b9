import { ContactCenterConfig, type ConversationCommand, type ConversationEvent, Refused, toIso } from '@parley/contracts';
import { evolve } from '../partition/evolve';
import { decideTurn, type RoutingInput } from '../partition/routing-decider';
import type { RoutingEvent } from '../partition/routing-events';
import { RoutingState } from '../partition/routing-state';
import { type Roster, rosterOf } from '../partition/roster';
import { Turn } from '../partition/turn';
import { FollowConversations } from '../follow-conversation/follow-conversation';
import { SetAgentState } from '../set-agent-state/set-agent-state';

export const NOON = Date.parse('2026-03-01T12:00:00.000Z');

/** Ana and Ben serve support, Ben and Cleo sales; Sue supervises. */
export const config = ContactCenterConfig.parse({
  numbers: [{ phoneNumberId: '1', displayNumber: '+1 555 010 0001', queue: 'support' }],
  queues: [
    { id: 'support', name: 'Support', agents: ['ana', 'ben', 'sue'], offerTimeoutSeconds: 30, serviceLevelSeconds: 60, whenTransferNotAccepted: 'requeue' },
    { id: 'sales', name: 'Sales', agents: ['ben', 'cleo'], offerTimeoutSeconds: 20, serviceLevelSeconds: 60, whenTransferNotAccepted: 'requeue' },
  ],
  agents: [
    { id: 'ana', name: 'Ana López', roles: ['agent'], maxConversations: 2 },
    { id: 'ben', name: 'Ben', roles: ['agent'], maxConversations: 1 },
    { id: 'cleo', name: 'Cleo', roles: ['agent', 'supervisor'], maxConversations: 3 },
    { id: 'sue', name: 'Sue', roles: ['supervisor'], maxConversations: 3 },
  ],
  connectionGraceSeconds: 60,
  idleReasons: [{ id: 'lunch', name: { en: 'Lunch', es: 'Almuerzo' } }],
  wrapUp: { timeoutSeconds: 120, extensionSeconds: 60, extensionsMax: 3, defaultReason: 'none', reasons: [{ id: 'none', name: { en: 'None', es: 'Ninguno' } }] },
});
export const roster: Roster = rosterOf(config);

/** A routing state with its history; each step is one turn at its own time. */
export class Story {
  readonly state: RoutingState;
  readonly history: RoutingEvent[] = [];
  private position = 0;
  private refusal: Refused | undefined;
  events: readonly RoutingEvent[] = [];
  commands: readonly ConversationCommand[] = [];
  atMs = NOON;

  constructor(private readonly staff: Roster = roster) {
    this.state = new RoutingState(staff);
  }

  static given(...inputs: readonly (RoutingInput | readonly [conversationId: string, event: ConversationEvent])[]): Story {
    return inputs.reduce<Story>((story, input) => story.when(input), new Story());
  }

  /** One turn, a second after the one before. An event of a conversation comes on partition 0. */
  when(step: RoutingInput | readonly [conversationId: string, event: ConversationEvent], afterMs = 1_000): this {
    this.atMs += afterMs;
    const input = 'type' in step ? step : new FollowConversations(0, [{ conversationId: step[0], event: step[1], position: ++this.position }]);
    const turn = new Turn(this.state, this.atMs);
    [this.refusal] = decideTurn(turn, [input]).refusals;
    [this.events, this.commands] = [turn.events, turn.commands];
    this.history.push(...turn.events);
    return this;
  }

  /** The last turn's events, by the parts that matter; `InputConsumed` goes without saying. */
  then(...expected: readonly object[]): this {
    expect(this.refusal).toBeUndefined();
    expect(this.events.filter(({ type }) => type !== 'InputConsumed')).toMatchObject(expected);
    expect(this.events.filter(({ type }) => type !== 'InputConsumed')).toHaveLength(expected.length);
    return this;
  }

  thenAsked(...expected: readonly object[]): this {
    expect(this.commands).toMatchObject(expected);
    expect(this.commands).toHaveLength(expected.length);
    return this;
  }

  thenRefused(code: string): this {
    expect(this.refusal).toMatchObject({ code });
    expect(this.events).toEqual([]);
    return this;
  }

  /** The offer that this agent was last reserved for. */
  offerOf(agentId: string): string {
    const reserved = this.history.findLast((event) => event.type === 'CapacityReserved' && event.agentId === agentId);
    if (reserved?.type !== 'CapacityReserved') throw new Error(`${agentId} was never offered anything`);
    return reserved.offerId;
  }

  /** The state that the events alone give. */
  replayed(): RoutingState {
    return this.history.reduce((state, event, revision) => evolve(state, event, revision), new RoutingState(this.staff));
  }
}

export const available = (agentId: string) => new SetAgentState(agentId, { state: 'available' });
export const idle = (agentId: string, reason?: string) => new SetAgentState(agentId, { state: 'idle', ...(reason !== undefined && { reason }) });
export const offline = (agentId: string) => new SetAgentState(agentId, { state: 'offline' });

const queueNames = new Map(config.queues.map(({ id, name }) => [id, name]));

/** Events of a conversation as routing sees them; entry `c1/2` is the second wait of conversation `c1`. */
export function queued(entryId: string, queueId = 'support', more: Partial<{ priority: number; arrivedAtMs: number; purpose: 'queue' | 'transfer' | 'conference'; requestedById: string; takenFrom: string; preferredAgentId: string }> = {}) {
  const event: ConversationEvent = {
    type: 'Queued',
    entryId,
    purpose: more.purpose ?? 'queue',
    queueId,
    queueName: queueNames.get(queueId) ?? queueId,
    reason: 'new',
    priority: more.priority ?? 0,
    arrivedAt: toIso(more.arrivedAtMs ?? NOON),
    queuedAt: toIso(NOON),
    serviceLevelSeconds: 60,
    ...(more.requestedById !== undefined && { requestedById: more.requestedById }),
    ...(more.takenFrom !== undefined && { takenFrom: more.takenFrom }),
    ...(more.preferredAgentId !== undefined && { preferredAgentId: more.preferredAgentId }),
  };
  return [entryId.split('/')[0]!, event] as const;
}

interface Which {
  readonly conversationId: string;
  readonly offerId: string;
  readonly agentId: string;
  readonly kind?: 'queue' | 'transfer' | 'conference';
}
const part = ({ offerId, agentId, kind = 'queue' }: Which) => ({ offerId, agentId, kind, queueId: 'support' });

export const offered = (which: Which & { entryId?: string; expiresAtMs?: number }) => {
  const { conversationId, entryId, expiresAtMs = NOON + 60_000 } = which;
  const event: ConversationEvent = {
    type: 'Offered',
    ...part(which),
    ...(entryId !== undefined && { entryId }),
    agentName: which.agentId,
    queueName: 'Support',
    customerName: 'Carmen',
    customerPhone: '+34600000000',
    sourceNumber: '+1',
    receivedAt: toIso(NOON),
    offeredAt: toIso(NOON),
    expiresAt: toIso(expiresAtMs),
  };
  return [conversationId, event] as const;
};
export const accepted = (which: Which) => {
  const event: ConversationEvent = { type: 'Accepted', ...part(which), legId: which.offerId, agentName: which.agentId, acceptedAt: toIso(NOON), waitedMs: 0 };
  return [which.conversationId, event] as const;
};
export const missed = (which: Which) => [which.conversationId, { type: 'OfferMissed', ...part(which), missedAt: toIso(NOON) } as ConversationEvent] as const;
export const rejected = (which: Which) => [which.conversationId, { type: 'OfferRejected', ...part(which), rejectedAt: toIso(NOON) } as ConversationEvent] as const;
export const withdrawn = (which: Which) =>
  [which.conversationId, { type: 'OfferWithdrawn', ...part(which), cause: 'agent-unavailable', withdrawnAt: toIso(NOON) } as ConversationEvent] as const;
export const ended = (conversationId: string) =>
  [conversationId, { type: 'Ended', endedBy: { kind: 'agent' }, reason: 'agent-ended', lastStatus: 'active', endedAt: toIso(NOON) } as ConversationEvent] as const;
export const closed = (conversationId: string) => [conversationId, { type: 'ConversationClosed', closedAt: toIso(NOON) } as ConversationEvent] as const;
export const wrapUpStarted = ({ conversationId, offerId, agentId }: Which) => {
  const event: ConversationEvent = { type: 'WrapUpStarted', legId: offerId, agentId, startedAt: toIso(NOON), dueAt: toIso(NOON), defaultReason: 'none', allowedReasons: ['none'] };
  return [conversationId, event] as const;
};
export const wrapUpCancelled = ({ conversationId, offerId, agentId }: Which) =>
  [conversationId, { type: 'WrapUpCancelled', legId: offerId, agentId, cancelledAt: toIso(NOON) } as ConversationEvent] as const;
export const wrappedUp = ({ conversationId, offerId, agentId }: Which) =>
  [
    conversationId,
    { type: 'WrapUpApplied', legId: offerId, agentId, reasonId: 'none', automatic: false, startedAt: toIso(NOON), appliedAt: toIso(NOON) } as ConversationEvent,
  ] as const;
export const notMade = ({ conversationId, offerId }: Pick<Which, 'conversationId' | 'offerId'>) =>
  [conversationId, { type: 'OfferNotMade', offerId, decidedAt: toIso(NOON) } as ConversationEvent] as const;
export const transferRequested = (conversationId: string) =>
  [
    conversationId,
    { type: 'TransferRequested', transferId: 't', target: { type: 'queue', id: 'sales' }, requestedBy: 'sue', requestedAs: 'supervisor', fromQueueId: 'support', requestedAt: toIso(NOON) } as ConversationEvent,
  ] as const;
export const transferDropped = (conversationId: string) =>
  [conversationId, { type: 'TransferDropped', transferId: 't', cause: 'cancelled', outcome: 'restored', droppedAt: toIso(NOON) } as ConversationEvent] as const;
export const conferenceDropped = (conversationId: string) =>
  [conversationId, { type: 'ConferenceRequestDropped', requestId: 'r', cause: 'cancelled', droppedAt: toIso(NOON) } as ConversationEvent] as const;
