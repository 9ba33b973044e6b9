import { LRUCache } from 'lru-cache';
import { type EventStore, StoreUnavailable } from '../event-store/event-store';
import type { CommandEnvelope, Handled, Typed } from './command';
import { decideAndAppend } from './decide-and-append';
import type { Decider } from './decider';
import { catchUp, type Loaded, nothingLoaded, type Snapshot } from './loaded';
import { RecentIds } from './recent-ids';

export interface StreamsOptions {
  /** Streams remembered, the least recently used forgotten first; default 2,000. */
  readonly rememberedMax?: number;
  /** Commands that may wait for one stream; one more is refused. Default 1,000. */
  readonly waitingMax?: number;
}

interface Line {
  waiting: number;
  tail: Promise<unknown>;
}

/**
 * The streams of one decider, those in use remembered, so that a command costs one append and no read.
 *
 * Commands of one stream are handled one after the other in this process; those of other processes meet them at the revision. What
 * is remembered is never trusted alone: an append names its revision, and a refusal or a quiet decision counts only after the
 * tail was read.
 */
export class Streams<State, Command, Event extends Typed> {
  private readonly remembered: LRUCache<string, Loaded<State>>;
  private readonly lines = new Map<string, Line>();
  private readonly waitingMax: number;

  constructor(
    private readonly store: EventStore,
    private readonly decider: Decider<State, Command, Event>,
    { rememberedMax = 2_000, waitingMax = 1_000 }: StreamsOptions = {},
  ) {
    this.remembered = new LRUCache({ max: rememberedMax });
    this.waitingMax = waitingMax;
  }

  /** The stream as it stands in the store now. */
  load(stream: string): Promise<Snapshot<State>> {
    return this.inLine(stream, () => this.read(stream));
  }

  /** As `handleCommand`. */
  execute(envelope: CommandEnvelope<Command>): Promise<Handled<State, Event>> {
    const { stream } = envelope;
    return this.inLine(stream, async () => {
      const remembered = this.remembered.get(stream);
      const start = remembered ?? (await this.read(stream));
      const remember = (loaded: Loaded<State>) => void this.remembered.set(stream, loaded);
      return decideAndAppend(this.store, this.decider, { envelope, start, fresh: !remembered, remember });
    });
  }

  /** Starts from a snapshot instead of the stream's first event; ignored when more is known already. */
  prime(stream: string, snapshot: Snapshot<State>): void {
    if (snapshot.revision > this.known(stream).revision) this.remembered.set(stream, { ...snapshot, ids: new RecentIds() });
  }

  private async read(stream: string): Promise<Loaded<State>> {
    const loaded = await catchUp(this.store, this.decider, { stream, loaded: this.known(stream) });
    this.remembered.set(stream, loaded);
    return loaded;
  }

  private known(stream: string): Loaded<State> {
    return this.remembered.get(stream) ?? nothingLoaded(this.decider);
  }

  private async inLine<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(stream) ?? { waiting: 0, tail: Promise.resolve() };
    if (line.waiting >= this.waitingMax) throw new StoreUnavailable(`too many commands wait for stream ${stream}`);
    this.lines.set(stream, line);
    line.waiting += 1;
    const turn = line.tail.then(work);
    line.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(stream);
    }
  }
}
