import type { AgentState, Capacity, OfferKind } from '@parley/contracts';
import { Connections } from './connections';
import { Refusals } from './refusals';
import type { Roster } from './roster';
import { type Wait, WaitingWork, waitOf, type Work } from './waiting-work';

/** A place of an agent's capacity that is taken: by an offer, or by a conversation up to its wrap-up. */
export interface Place {
  readonly offerId: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly kind: OfferKind;
  /** Offered, in the conversation, or out of it and owing its wrap-up. */
  readonly status: 'reserved' | 'committed' | 'wrapping';
  readonly reservedAtMs: number;
  /** A reservation without outcome is overdue then. */
  readonly untilMs: number;
  /** The conversation has made the offer. */
  readonly made: boolean;
  /** The queue entry that it answers; none when the offer goes straight to the agent. */
  readonly entryId?: string;
  /** The conversation was asked to go on without the agent, who is lost. */
  readonly recalled?: boolean;
  /** The conversation was asked for its word about the offer. */
  readonly overdue?: boolean;
  /** What waits again when the offer is not made. */
  readonly work?: Work;
}

export interface Agent {
  readonly agentId: string;
  readonly state: AgentState;
  /** Since then without a change of work: they became available, were given something, or were relieved of it. */
  readonly freeSinceMs: number;
  /** Of the last event that changed their state or their places. */
  readonly revision: number;
}

/** What is going on in one conversation: a handful at most, so plain lists. */
interface Inside {
  works: readonly Work[];
  places: readonly Place[];
}

/**
 * What a routing partition knows: live agents, places and waiting work, and how far each input was read. Finished work leaves no
 * trace, so it stays as small as what is going on.
 *
 * It is changed in place, by `evolve` alone; a thousand agents and ten thousand requests must not be copied for each event.
 */
export class RoutingState {
  /** Of the last event of the stream; -1 before the first. */
  revision = -1;
  readonly waiting = new WaitingWork();
  readonly connections = new Connections();
  readonly refusals = new Refusals();
  /** Highest position that had its effect, by partition of the conversations' topic. */
  readonly consumed = new Map<number, number>();
  readonly agents = new Map<string, Agent>();
  readonly places = new Map<string, Place>();
  readonly reserved = new Map<string, Place>();
  readonly recalled = new Map<string, Place>();
  /** When each agent was last offered something from a queue that goes round: revision by agent, by queue. */
  readonly turns = new Map<string, Map<string, number>>();
  private readonly placesOf = new Map<string, Map<string, Place>>();
  private readonly conversations = new Map<string, Inside>();
  private readonly ready = new Map<string, Map<string, Agent>>();

  constructor(readonly roster: Roster) {}

  stateOf(agentId: string): AgentState | undefined {
    return this.agents.get(agentId)?.state;
  }

  capacityOf(agentId: string): Capacity {
    return { max: this.roster.agents.get(agentId)?.max ?? 0, used: this.placesOf.get(agentId)?.size ?? 0 };
  }

  placesOfAgent(agentId: string): Iterable<Place> {
    return this.placesOf.get(agentId)?.values() ?? [];
  }

  placesIn(conversationId: string): readonly Place[] {
    return this.conversations.get(conversationId)?.places ?? NONE.places;
  }

  worksIn(conversationId: string): readonly Work[] {
    return this.conversations.get(conversationId)?.works ?? NONE.works;
  }

  /** What waits, or is reserved from a queue, for this wait of the conversation. */
  waitIn(conversationId: string, wait: Wait): Readonly<Inside> {
    const { works, places } = this.conversations.get(conversationId) ?? NONE;
    return {
      works: works.filter(({ purpose }) => waitOf(purpose) === wait),
      places: places.filter(({ status, entryId, kind }) => status === 'reserved' && entryId !== undefined && waitOf(kind) === wait),
    };
  }

  /** Offered the conversation or in it; whoever merely owes its wrap-up may be asked again. */
  isInside(agentId: string, conversationId: string): boolean {
    return this.placesIn(conversationId).some((place) => place.agentId === agentId && place.status !== 'wrapping');
  }

  /** Whether the work may go to an agent who is ready for its queue. */
  mayBeGiven(agentId: string, { conversationId, purpose, handedOverBy }: Pick<Work, 'conversationId' | 'purpose' | 'handedOverBy'>): boolean {
    if (this.refusals.has({ conversationId, wait: waitOf(purpose), agentId })) return false;
    if (handedOverBy !== agentId) return !this.isInside(agentId, conversationId);
    return !this.placesIn(conversationId).some((place) => place.agentId === agentId);
  }

  /** Members of the queue who are available and have a free place. */
  readyFor(queueId: string): ReadonlyMap<string, Agent> {
    return this.ready.get(queueId) ?? NOBODY;
  }

  /** Queues that have somebody ready. */
  queuesWithAgents(): Iterable<string> {
    return this.ready.keys();
  }

  /** Configured, available and not about to be idle, with a free place. */
  isReady(agentId: string): boolean {
    const { max, used } = this.capacityOf(agentId);
    const state = this.stateOf(agentId);
    return used < max && state?.name === 'available' && !state.pending;
  }

  /** Revision at which the agent was last offered something from the queue; -1 for never. */
  lastTurn(queueId: string, agentId: string): number {
    return this.turns.get(queueId)?.get(agentId) ?? -1;
  }

  putTurn(queueId: string, agentId: string, revision: number): void {
    const turns = this.turns.get(queueId);
    if (turns) turns.set(agentId, revision);
    else this.turns.set(queueId, new Map([[agentId, revision]]));
  }

  putAgent(agent: Agent): void {
    this.agents.set(agent.agentId, agent);
    this.index(agent);
  }

  putWork(work: Work): void {
    this.waiting.add(work);
    const inside = this.inside(work.conversationId);
    inside.works = [...inside.works.filter(({ entryId }) => entryId !== work.entryId), work];
  }

  takeWork(entryId: string): Work | undefined {
    const work = this.waiting.remove(entryId);
    if (!work) return undefined;
    const inside = this.inside(work.conversationId);
    inside.works = inside.works.filter((other) => other.entryId !== entryId);
    this.forgetIfEmpty(work.conversationId);
    return work;
  }

  putPlace(place: Place): void {
    const { offerId, agentId, conversationId } = place;
    this.places.set(offerId, place);
    if (place.status === 'reserved') this.reserved.set(offerId, place);
    else this.reserved.delete(offerId);
    if (place.recalled) this.recalled.set(offerId, place);
    else this.recalled.delete(offerId);
    const inside = this.inside(conversationId);
    inside.places = [...inside.places.filter((other) => other.offerId !== offerId), place];
    const places = this.placesOf.get(agentId);
    if (places) places.set(offerId, place);
    else this.placesOf.set(agentId, new Map([[offerId, place]]));
    this.reindex(agentId);
  }

  takePlace(offerId: string): Place | undefined {
    const place = this.places.get(offerId);
    if (!place) return undefined;
    const { agentId, conversationId } = place;
    this.places.delete(offerId);
    this.reserved.delete(offerId);
    this.recalled.delete(offerId);
    const inside = this.inside(conversationId);
    inside.places = inside.places.filter((other) => other.offerId !== offerId);
    this.forgetIfEmpty(conversationId);
    const places = this.placesOf.get(agentId)!;
    places.delete(offerId);
    if (places.size === 0) this.placesOf.delete(agentId);
    this.reindex(agentId);
    return place;
  }

  private reindex(agentId: string): void {
    const agent = this.agents.get(agentId);
    if (agent) this.index(agent);
  }

  private index(agent: Agent): void {
    const isReady = this.isReady(agent.agentId);
    for (const queueId of this.roster.agents.get(agent.agentId)?.queues ?? []) {
      const members = this.ready.get(queueId);
      if (!isReady) {
        members?.delete(agent.agentId);
        if (members?.size === 0) this.ready.delete(queueId);
      } else if (members) members.set(agent.agentId, agent);
      else this.ready.set(queueId, new Map([[agent.agentId, agent]]));
    }
  }

  private inside(conversationId: string): Inside {
    let inside = this.conversations.get(conversationId);
    if (!inside) this.conversations.set(conversationId, (inside = { works: [], places: [] }));
    return inside;
  }

  private forgetIfEmpty(conversationId: string): void {
    const { works, places } = this.inside(conversationId);
    if (works.length === 0 && places.length === 0) this.conversations.delete(conversationId);
  }
}

const NONE: Readonly<Inside> = { works: [], places: [] };
const NOBODY: ReadonlyMap<string, Agent> = new Map();
