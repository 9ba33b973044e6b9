import { type AgentState, type AgentStateName, toMs } from '@parley/contracts';
import type { RoutingEvent } from '../partition/routing-events';
import type { Roster } from '../partition/roster';

interface Waiting {
  readonly conversationId: string;
  readonly entryId: string;
  readonly queueId: string;
  readonly key: readonly [number, number, number];
  readonly handedOverBy: string | undefined;
  readonly wait: 'owner' | 'conference';
}

interface Held {
  readonly agentId: string;
  readonly conversationId: string;
  readonly waiting: Waiting | undefined;
  readonly committed: boolean;
  readonly wrapping?: boolean;
}

/**
 * Checks what must always be true of a routing history, from the events alone and the slow way; it shares nothing with the state that
 * decides.
 */
export class Audit {
  readonly waiting = new Map<string, Waiting>();
  readonly held = new Map<string, Held>();
  readonly states = new Map<string, AgentStateName>();
  /** Agents who become idle with their last place. */
  private readonly leaving = new Set<string>();
  private readonly known = new Set<string>();
  /** Gateways with a live stream, of agents who have had one. */
  private readonly streams = new Map<string, Set<string>>();
  /** Who has rejected what, as conversation, wait and agent. */
  private readonly refusals = new Set<string>();
  private sequence = 0;

  constructor(private readonly roster: Roster) {}

  see(event: RoutingEvent): void {
    this.sequence += 1;
    if ('capacity' in event) this.keepState(event.agentId, event.state);
    switch (event.type) {
      case 'WorkQueued': {
        const { conversationId, entryId, queueId, priority, arrivedAt, handedOverBy, purpose } = event;
        this.waiting.set(entryId, { conversationId, entryId, queueId, key: [-priority, toMs(arrivedAt), this.sequence], handedOverBy, wait: purpose === 'conference' ? 'conference' : 'owner' });
        break;
      }
      case 'WorkRemoved':
        expect(this.waiting.delete(event.entryId)).toBe(true);
        break;
      case 'WorkRefused':
        this.refusals.add(`${event.conversationId} ${event.wait} ${event.agentId}`);
        break;
      case 'RefusalsForgotten':
        for (const refusal of [...this.refusals]) if (refusal.startsWith(`${event.conversationId} ${event.wait} `)) this.refusals.delete(refusal);
        break;
      case 'AgentStateChanged':
        // I7: nobody but the agent or a supervisor leads out of RONA, and nobody but the system into it.
        if (event.previous === 'rona') expect(event.by.kind).not.toBe('system');
        expect(event.state.name === 'rona' || event.state.reason === 'connection-lost').toBe(event.by.kind === 'system');
        // Only who is available and has work in hand waits to be idle.
        if (event.state.pending) expect([event.state.name, this.used(event.agentId) > 0]).toEqual(['available', true]);
        break;
      case 'CapacityReserved':
        this.reserved(event);
        break;
      case 'CapacityCommitted': {
        const { offerId, agentId, conversationId } = event;
        expect(this.held.get(offerId)?.committed ?? false).toBe(false);
        this.held.set(offerId, { agentId, conversationId, waiting: undefined, committed: true });
        break;
      }
      case 'AgentConnected':
        this.streams.set(event.agentId, new Set(this.streams.get(event.agentId)).add(event.gatewayId));
        break;
      case 'AgentDisconnected':
        // A stream that closes was open.
        expect(this.streams.get(event.agentId)?.delete(event.gatewayId)).toBe(true);
        break;
      case 'ConnectionLost':
        // Who is lost had a stream and has none.
        expect(this.streams.get(event.agentId)?.size).toBe(0);
        this.streams.delete(event.agentId);
        break;
      case 'PlaceRecalled':
        // Only who is in the conversation, or asked, is taken out of it, and only without a stream.
        expect([this.held.get(event.offerId)?.wrapping ?? false, this.streams.has(event.agentId)]).toEqual([false, false]);
        break;
      case 'LegEnded':
      case 'LegRestored': {
        const held = this.held.get(event.offerId);
        expect(held).toMatchObject({ committed: true, agentId: event.agentId });
        this.held.set(event.offerId, { ...held!, wrapping: event.type === 'LegEnded' });
        break;
      }
      case 'CapacityReleased': {
        const held = this.held.get(event.offerId);
        // I4: what is released was held, and is released once.
        expect(held).toBeDefined();
        this.held.delete(event.offerId);
        if (event.cause === 'expired' && held?.waiting) this.waiting.set(held.waiting.entryId, held.waiting);
        break;
      }
      default:
    }
    if ('capacity' in event) expect(event.capacity).toEqual({ max: this.max(event.agentId), used: this.used(event.agentId) });
  }

  /** No intention outlives its reason once a turn is over: checked with what is left undone. */
  private checkIntentions(): void {
    for (const agentId of this.leaving) expect([agentId, this.states.get(agentId), this.used(agentId) > 0]).toEqual([agentId, 'available', true]);
  }

  /** I8: nobody waits for whom somebody is free. */
  checkNothingLeftUndone(): void {
    this.checkIntentions();
    for (const work of this.waiting.values()) for (const agentId of this.roster.agents.keys()) expect([work, this.mayTake(agentId, work) ? agentId : 'nobody']).toEqual([work, 'nobody']);
  }

  private reserved({ offerId, agentId, conversationId, entryId }: Extract<RoutingEvent, { type: 'CapacityReserved' }>): void {
    expect(this.held.has(offerId)).toBe(false);
    // An offer that was made after its reservation expired gets its place back: its turn was earlier.
    const isRestored = this.known.has(offerId);
    this.known.add(offerId);
    const work = entryId === undefined ? undefined : this.waiting.get(entryId);
    // I2, I3: there was a free place, and the agent was available, a member and not in the conversation.
    expect([this.states.get(agentId), this.leaving.has(agentId), this.used(agentId) < this.max(agentId), this.isInside(agentId, conversationId)]).toEqual(['available', false, true, false]);
    if (work) {
      expect(this.roster.agents.get(agentId)!.queues).toContain(work.queueId);
      // Nobody is asked twice for what they have rejected.
      expect([work, !isRestored && this.hasRefused(agentId, work)]).toEqual([work, false]);
      // I5: nothing that goes before it was left behind, for this agent and in this queue.
      for (const other of this.waiting.values())
        if (!isRestored && other.queueId === work.queueId && goesBefore(other, work)) expect([other, this.mayTake(agentId, other)]).toEqual([other, false]);
      this.waiting.delete(work.entryId);
    }
    this.held.set(offerId, { agentId, conversationId, waiting: work, committed: false });
  }

  private keepState(agentId: string, { name, pending }: AgentState): void {
    this.states.set(agentId, name);
    if (pending) this.leaving.add(agentId);
    else this.leaving.delete(agentId);
  }

  private mayTake(agentId: string, work: Waiting): boolean {
    const { queueId, conversationId, handedOverBy } = work;
    const agent = this.roster.agents.get(agentId)!;
    const isFree = this.states.get(agentId) === 'available' && !this.leaving.has(agentId) && this.used(agentId) < agent.max;
    const hasHandedItOver = handedOverBy === agentId && this.places(agentId, conversationId).length > 0;
    return isFree && agent.queues.includes(queueId) && !this.isInside(agentId, conversationId) && !hasHandedItOver && !this.hasRefused(agentId, work);
  }

  private hasRefused = (agentId: string, { conversationId, wait }: Waiting) => this.refusals.has(`${conversationId} ${wait} ${agentId}`);
  private places = (agentId: string, conversationId: string) =>
    [...this.held.values()].filter((held) => held.agentId === agentId && held.conversationId === conversationId);
  private isInside = (agentId: string, conversationId: string) => this.places(agentId, conversationId).some(({ wrapping }) => !wrapping);
  private used = (agentId: string) => [...this.held.values()].filter((held) => held.agentId === agentId).length;
  private max = (agentId: string) => this.roster.agents.get(agentId)?.max ?? 0;
}

function goesBefore(a: Waiting, b: Waiting): boolean {
  const at = a.key.findIndex((part, index) => part !== b.key[index]);
  return at >= 0 && a.key[at]! < b.key[at]!;
}
