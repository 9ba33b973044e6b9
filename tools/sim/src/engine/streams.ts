import { type Decider, eventId, RevisionConflict, type Typed } from '@parley/event-sourcing';
import type { Kernel } from './kernel';

interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly ids: Set<string>;
}

export interface Executed<State, Event> {
  readonly state: State;
  readonly revision: number;
  readonly events: readonly Event[];
}

const ATTEMPTS_MAX = 3;

/**
 * What `Streams` of event-sourcing does, without waiting: decide on what is remembered, append at that revision, look again when
 * another process was first, and believe a refusal or a quiet decision only after a look at the tail.
 */
export class SimStreams<State, Command, Event extends Typed> {
  private readonly remembered = new Map<string, Loaded<State>>();

  constructor(
    private readonly kernel: Kernel,
    private readonly process: string,
    private readonly decider: Decider<State, Command, Event>,
  ) {}

  forget(): void {
    this.remembered.clear();
  }

  load(stream: string): State {
    return this.read(stream).state;
  }

  /** @throws what the decider throws · RevisionConflict */
  execute(stream: string, command: Command, commandId: string): Executed<State, Event> {
    let fresh = !this.remembered.has(stream);
    let loaded = this.remembered.get(stream) ?? this.read(stream);
    for (let attempt = 1; ; ) {
      const decision = loaded.ids.has(eventId(stream, commandId, 0)) ? { events: [] } : this.decide(command, loaded.state);
      if (!fresh && !decision.events?.length) {
        [loaded, fresh] = [this.read(stream), true];
        continue;
      }
      if (!decision.events) throw decision.refusal;
      if (decision.events.length === 0) return { ...loaded, events: [] };
      if (this.append(stream, commandId, loaded, decision.events)) {
        this.kernel.faults.pass(this.process, 'having appended');
        return { ...this.read(stream), events: decision.events };
      }
      if (attempt === ATTEMPTS_MAX) throw new RevisionConflict(stream, loaded.revision, loaded.revision + 1);
      attempt += 1;
      [loaded, fresh] = [this.read(stream), true];
    }
  }

  private decide(command: Command, state: State): { events: readonly Event[]; refusal?: undefined } | { events?: undefined; refusal: unknown } {
    try {
      return { events: this.decider.decide(command, state) };
    } catch (refusal) {
      return { refusal };
    }
  }

  /** @returns false when another writer was first */
  private append(stream: string, commandId: string, { revision }: Loaded<State>, events: readonly Event[]): boolean {
    const news = events.map((data, index) => ({ id: eventId(stream, commandId, index), type: data.type, data }));
    try {
      this.kernel.log.append(stream, revision, news, this.kernel.nowMs);
      return true;
    } catch (error) {
      if (error instanceof RevisionConflict) return false;
      throw error;
    }
  }

  private read(stream: string): Loaded<State> {
    const known = this.remembered.get(stream) ?? { state: this.decider.initial, revision: -1, ids: new Set<string>() };
    const { ids } = known;
    let { state, revision } = known;
    for (const event of this.kernel.log.read(stream, revision + 1)) {
      state = this.decider.evolve(state, event.data as Event, { stream, revision: event.revision });
      ({ revision } = event);
      ids.add(event.id);
    }
    const loaded = { state, revision, ids };
    this.remembered.set(stream, loaded);
    return loaded;
  }
}
