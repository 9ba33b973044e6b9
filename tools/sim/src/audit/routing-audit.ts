import { type AgentState, type AgentStateName, type ContactCenterConfig, type ConversationEventOf, toMs } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import type { RoutingEvent } from '@parley/routing/domain';
import { must } from '../engine/violation';

interface Waiting {
  readonly conversationId: string;
  readonly entryId: string;
  readonly queueId: string;
  /** By which they go: priority and first arrival as the conversation said, then the order of entry. */
  readonly turn: readonly [number, number, number];
  /** Whoever handed it over does not get it back while they owe its wrap-up. */
  readonly handedOverBy: string | undefined;
  readonly isConference: boolean;
}

export interface Held {
  readonly agentId: string;
  readonly conversationId: string;
  readonly waiting: Waiting | undefined;
  readonly committed: boolean;
  readonly wrapping?: boolean;
}

/** Checks what must be true of routing's stream, from its events, the configuration and the conversations' own words. */
export class RoutingAudit {
  readonly waiting = new Map<string, Waiting>();
  readonly held = new Map<string, Held>();
  readonly states = new Map<string, AgentStateName>();
  /** Who finishes what they have and is offered nothing new. */
  private readonly leaving = new Set<string>();
  /** Who has rejected what, and is not asked for it again. */
  private readonly refused = new Set<string>();
  private readonly members: ReadonlyMap<string, readonly string[]>;
  private readonly max: ReadonlyMap<string, number>;
  private readonly known = new Set<string>();
  private sequence = 0;

  constructor(
    { agents, queues }: ContactCenterConfig,
    private readonly entries: ReadonlyMap<string, ConversationEventOf<'Queued'>>,
  ) {
    const isSkilled = (agentId: string, needs: Readonly<Record<string, number>>) =>
      Object.entries(needs).every(([skill, level]) => (agents.find(({ id }) => id === agentId)?.skills?.[skill] ?? 0) >= level);
    this.members = new Map(queues.map((queue) => [queue.id, queue.agents.filter((agentId) => isSkilled(agentId, queue.skills ?? {}))]));
    this.max = new Map(agents.map(({ id, maxConversations }) => [id, maxConversations]));
  }

  see(events: readonly RecordedEvent[]): void {
    const missed = new Set<string>();
    for (const { data } of events) {
      this.one(data as RoutingEvent);
      const event = data as RoutingEvent;
      if (event.type === 'CapacityReleased' && event.cause === 'missed') missed.add(event.agentId);
      if (event.type === 'AgentStateChanged') missed.delete(event.agentId);
      if (event.type === 'CapacityReserved') must(!missed.has(event.agentId), 'missed-means-rona', () => JSON.stringify(event));
    }
    for (const agentId of missed)
      must(['rona', 'offline'].includes(this.states.get(agentId)!), 'missed-means-rona', () => `${agentId} missed an offer and is ${this.states.get(agentId)}`);
    this.checkNobodyIdle();
  }

  used(agentId: string): number {
    return [...this.held.values()].filter((held) => held.agentId === agentId).length;
  }

  /** Conversations whose owner nobody of their queue wants to be: a supervisor has to see to them. */
  refusedByAll(): readonly string[] {
    const works = [...this.waiting.values()].filter(({ isConference }) => !isConference);
    return works.filter((work) => this.members.get(work.queueId)!.every((agentId) => this.hasRefused(agentId, work))).map(({ conversationId }) => conversationId);
  }

  /** Nobody waits for whom somebody is free. */
  checkNobodyIdle(): void {
    for (const work of this.waiting.values())
      for (const agentId of this.members.get(work.queueId) ?? [])
        must(!this.mayTake(agentId, work), 'nobody-idle', () => `${agentId} is ready and ${work.entryId} waits in ${work.queueId}`);
  }

  private one(event: RoutingEvent): void {
    this.sequence += 1;
    const told = () => JSON.stringify(event);
    const before = 'agentId' in event ? (this.states.get(event.agentId) ?? 'offline') : 'offline';
    if ('capacity' in event) this.keepState(event.agentId, event.state);
    switch (event.type) {
      case 'WorkQueued':
        this.waiting.set(event.entryId, this.waitOf(event));
        break;
      case 'WorkRemoved':
        must(this.waiting.delete(event.entryId), 'nothing-stuck', told);
        break;
      case 'WorkRefused':
        this.refused.add(`${event.conversationId} ${event.wait} ${event.agentId}`);
        break;
      case 'RefusalsForgotten':
        for (const refusal of this.refused) if (refusal.startsWith(`${event.conversationId} ${event.wait} `)) this.refused.delete(refusal);
        break;
      case 'AgentStateChanged':
        must(before !== 'rona' || event.by.kind !== 'system', 'rona-left-by-hand', told);
        must(event.state.name !== 'rona' || event.by.kind === 'system', 'rona-left-by-hand', told);
        break;
      case 'CapacityReserved':
        this.reserved(event, told);
        break;
      case 'CapacityCommitted':
        must(!this.held.get(event.offerId)?.committed, 'capacity-kept', told);
        this.held.set(event.offerId, { agentId: event.agentId, conversationId: event.conversationId, waiting: undefined, committed: true });
        break;
      case 'LegEnded':
      case 'LegRestored': {
        const held = this.held.get(event.offerId);
        must(held?.committed === true && held.agentId === event.agentId, 'places-are-legs', told);
        this.held.set(event.offerId, { ...held!, wrapping: event.type === 'LegEnded' });
        break;
      }
      case 'CapacityReleased': {
        const held = this.held.get(event.offerId);
        must(this.held.delete(event.offerId), 'capacity-kept', told);
        if (event.cause === 'expired' && held?.waiting) this.waiting.set(held.waiting.entryId, held.waiting);
        break;
      }
      default:
    }
    if ('capacity' in event) {
      const used = this.used(event.agentId);
      must(used <= this.max.get(event.agentId)!, 'capacity-kept', told);
      must(event.capacity.used === used && event.capacity.max === this.max.get(event.agentId), 'capacity-kept', () => `${used} places, told ${told()}`);
    }
  }

  private waitOf({ entryId, conversationId, queueId }: Extract<RoutingEvent, { type: 'WorkQueued' }>): Waiting {
    const entry = this.entries.get(entryId)!;
    const handedOverBy = entry.purpose === 'transfer' ? (entry.takenFrom ?? entry.requestedById) : undefined;
    return { conversationId, entryId, queueId, turn: [-entry.priority, toMs(entry.arrivedAt), this.sequence], handedOverBy, isConference: entry.purpose === 'conference' };
  }

  private reserved({ offerId, agentId, conversationId, entryId }: Extract<RoutingEvent, { type: 'CapacityReserved' }>, told: () => string): void {
    must(!this.known.has(offerId), 'offer-ends-once', told);
    this.known.add(offerId);
    const work = entryId === undefined ? undefined : this.waiting.get(entryId);
    must(this.used(agentId) < this.max.get(agentId)!, 'capacity-kept', told);
    must(this.isAvailable(agentId) && !this.isInside(agentId, conversationId), 'only-available', told);
    if (work) {
      must(this.members.get(work.queueId)!.includes(agentId) && !this.hasRefused(agentId, work), 'only-available', told);
      for (const other of this.waiting.values())
        must(other.queueId !== work.queueId || !goesBefore(other, work) || !this.mayTake(agentId, other), 'oldest-first', () => `${told()} though ${JSON.stringify(other)}`);
      this.waiting.delete(work.entryId);
    }
    this.held.set(offerId, { agentId, conversationId, waiting: work, committed: false });
  }

  private keepState(agentId: string, { name, pending }: AgentState): void {
    this.states.set(agentId, name);
    if (pending) this.leaving.add(agentId);
    else this.leaving.delete(agentId);
  }

  private isAvailable = (agentId: string): boolean => this.states.get(agentId) === 'available' && !this.leaving.has(agentId);

  private mayTake(agentId: string, work: Waiting): boolean {
    const { queueId, conversationId, handedOverBy } = work;
    const isFree = this.isAvailable(agentId) && this.used(agentId) < this.max.get(agentId)!;
    const hasHandedItOver = handedOverBy === agentId && this.placesIn(agentId, conversationId).length > 0;
    return isFree && this.members.get(queueId)!.includes(agentId) && !this.isInside(agentId, conversationId) && !hasHandedItOver && !this.hasRefused(agentId, work);
  }

  private hasRefused = (agentId: string, { conversationId, isConference }: Waiting): boolean => this.refused.has(`${conversationId} ${isConference ? 'conference' : 'owner'} ${agentId}`);

  private placesIn = (agentId: string, conversationId: string): readonly Held[] => [...this.held.values()].filter((held) => held.agentId === agentId && held.conversationId === conversationId);
  private isInside = (agentId: string, conversationId: string): boolean => this.placesIn(agentId, conversationId).some(({ wrapping }) => !wrapping);
}

function goesBefore(a: Waiting, b: Waiting): boolean {
  const at = a.turn.findIndex((part, index) => part !== b.turn[index]);
  return at >= 0 && a.turn[at]! < b.turn[at]!;
}
