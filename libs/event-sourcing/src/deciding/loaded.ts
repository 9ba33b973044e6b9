import type { EventStore, RecordedEvent } from '../event-store/event-store';
import type { Decider } from './decider';
import { RecentIds } from './recent-ids';

/** A stream's state, and how far it was folded. */
export interface Snapshot<State> {
  readonly state: State;
  /** Of the last event folded in; -1 before the first. */
  readonly revision: number;
  /** Of the last event folded in; 0 before the first. */
  readonly position: number;
}

/** A snapshot, and the newest ids of the stream, by which a repeated command is known. */
export interface Loaded<State> extends Snapshot<State> {
  readonly ids: RecentIds;
}

const PAGE = 500;

/** A stream of which nothing has been read. */
export const nothingLoaded = <State>({ initial }: { readonly initial: State }): Loaded<State> => ({
  state: initial,
  revision: -1,
  position: 0,
  ids: new RecentIds(),
});

type Fold<State, Event> = Pick<Decider<State, never, Event>, 'evolve'>;

/** `loaded` and what the stream has got since; `loaded` itself when that is nothing. */
export async function catchUp<State, Event>(
  store: Pick<EventStore, 'readStream'>,
  { evolve }: Fold<State, Event>,
  { stream, loaded }: { stream: string; loaded: Loaded<State> },
): Promise<Loaded<State>> {
  for (let current = loaded; ;) {
    const tail = await store.readStream(stream, { from: current.revision + 1, limit: PAGE });
    if (tail.length > 0) current = foldIn({ evolve }, current, tail);
    if (tail.length < PAGE) return current;
  }
}

type Folded = Pick<RecordedEvent, 'id' | 'stream' | 'revision' | 'position' | 'data'>;

/** `loaded` after `events`, which follow it in the stream. */
export function foldIn<State, Event>({ evolve }: Fold<State, Event>, loaded: Loaded<State>, events: readonly Folded[]): Loaded<State> {
  const { ids } = loaded;
  let { state, revision, position } = loaded;
  for (const event of events) {
    state = evolve(state, event.data as Event, { stream: event.stream, revision: event.revision });
    ({ revision, position } = event);
    ids.add(event.id);
  }
  return { state, revision, position, ids };
}
