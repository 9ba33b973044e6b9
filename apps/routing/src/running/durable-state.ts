import { eventId, type EventStore, StoreUnavailable } from '@parley/event-sourcing';
import { evolve } from '../partition/evolve';
import type { RoutingEvent } from '../partition/routing-events';
import { RoutingState } from '../partition/routing-state';
import type { Roster } from '../partition/roster';
import { restore, type RoutingSnapshot, takeSnapshot } from '../partition/snapshot';
import { Turn } from '../partition/turn';

const PAGE = 1_000;

/** A snapshot and the event after which it was taken, by which another log under the same name is noticed. */
export interface Saved {
  readonly eventId: string;
  readonly state: RoutingSnapshot;
}

/**
 * A routing partition's state as the log has it, and beside it the state on which the next append is decided.
 *
 * Readers see `committed` only: nothing that may still lose against another writer. The two are equal between turns.
 */
export class DurableState {
  committed: RoutingState;
  private tentative: RoutingState;
  private turn: Turn | undefined;
  private lastEventId = '';

  constructor(
    private readonly store: Pick<EventStore, 'append' | 'readStream'>,
    private readonly stream: string,
    private readonly roster: Roster,
  ) {
    this.committed = new RoutingState(roster);
    this.tentative = new RoutingState(roster);
  }

  /** Starts from `saved` if it belongs to this log, and from the first event otherwise; then knows all that is stored. */
  async recover(saved: Saved | undefined): Promise<void> {
    this.committed = new RoutingState(this.roster);
    if (saved) {
      const [last] = await this.store.readStream(this.stream, { from: saved.state.revision, limit: 1 });
      if (last?.id === saved.eventId) {
        this.committed = restore(saved.state, this.roster);
        this.lastEventId = saved.eventId;
      }
    }
    await this.catchUp();
    this.tentative = this.copy();
    this.turn = undefined;
  }

  save(): Saved {
    return { eventId: this.lastEventId, state: takeSnapshot(this.committed) };
  }

  /** Knows what others appended. @returns whether there was anything new */
  async catchUp(): Promise<boolean> {
    const before = this.committed.revision;
    for (let more = true; more; ) {
      const events = await this.store.readStream(this.stream, { from: this.committed.revision + 1, limit: PAGE });
      for (const { id, data, revision } of events) {
        evolve(this.committed, data as RoutingEvent, revision);
        if (!this.isAhead) evolve(this.tentative, data as RoutingEvent, revision);
        this.lastEventId = id;
      }
      more = events.length === PAGE;
    }
    return this.committed.revision > before;
  }

  begin(atMs: number): Turn {
    this.discard();
    return (this.turn = new Turn(this.tentative, atMs));
  }

  /** Forgets what was decided and not stored. */
  discard(): void {
    if (this.isAhead) this.tentative = this.copy();
    this.turn = undefined;
  }

  /**
   * The turn's events are stored, all or none, exactly where they were decided.
   *
   * @param batchId the same for every try of the same turn, and of no other
   * @throws RevisionConflict · StoreUnavailable when the outcome is unknown: `catchUp` tells
   */
  async commit({ events }: Turn, batchId: string): Promise<void> {
    const { revision } = this.committed;
    const news = events.map((data, index) => ({ id: eventId(this.stream, batchId, index), type: data.type, data }));
    const expectedRevision = revision === -1 ? 'no-stream' : revision;
    const stored = await this.store.append({ stream: this.stream, expectedRevision, events: news });
    if (stored.revision !== revision + events.length)
      throw new StoreUnavailable(`${this.stream} is at ${stored.revision}, expected ${revision + events.length}`);
    for (const { id, data } of news) {
      evolve(this.committed, data, this.committed.revision + 1);
      this.lastEventId = id;
    }
    this.turn = undefined;
  }

  private get isAhead(): boolean {
    return this.turn !== undefined && this.turn.events.length > 0;
  }

  private copy(): RoutingState {
    return restore(takeSnapshot(this.committed), this.roster);
  }
}
