import { type EventStore, type NewEvent, RevisionConflict } from '../event-store/event-store';
import { backOff } from '../timing/back-off.timer';
import type { CommandEnvelope, Handled, Typed } from './command';
import type { Decider } from './decider';
import { eventId } from './ids';
import { catchUp, foldIn, type Loaded } from './loaded';

const ATTEMPTS_MAX = 3;
const CONFLICT_BACK_OFF = { firstDelayMs: 4, delayMaxMs: 50 };

interface Attempt<State, Command> {
  readonly envelope: CommandEnvelope<Command>;
  readonly start: Loaded<State>;
  /** False when `start` is from memory: a refusal or a quiet decision then counts only after a look at the stream's tail. */
  readonly fresh: boolean;
  /** Told of each newer state of the stream. */
  readonly remember: (loaded: Loaded<State>) => void;
}

/** `handleCommand` from a state that is at hand. */
export async function decideAndAppend<State, Command, Event extends Typed>(
  store: EventStore,
  decider: Decider<State, Command, Event>,
  { envelope, start, fresh: wasRead, remember }: Attempt<State, Command>,
): Promise<Handled<State, Event>> {
  const { stream, command, commandId } = envelope;
  const firstId = eventId(stream, commandId, 0);
  const reload = async (from: Loaded<State>) => {
    const newer = await catchUp(store, decider, { stream, loaded: from });
    remember(newer);
    return newer;
  };
  let [loaded, fresh] = [start, wasRead];
  for (let attempt = 1; ;) {
    const repeated = loaded.ids.has(firstId);
    const decision = repeated ? QUIET : tryToDecide(decider, command, loaded.state);
    if (!fresh && !decision.events?.length) {
      loaded = await reload(loaded);
      fresh = true;
      continue;
    }
    if (!decision.events) throw decision.refusal;
    if (decision.events.length === 0) return handled<State, Event>(loaded, [], repeated);
    try {
      const { duplicate, written } = await append(store, { envelope, loaded, events: decision.events });
      if (duplicate) return handled<State, Event>(await reload(loaded), [], true);
      loaded = foldIn(decider, loaded, written);
      remember(loaded);
      return handled(loaded, decision.events, false);
    } catch (error) {
      if (!(error instanceof RevisionConflict) || attempt === ATTEMPTS_MAX) throw error;
    }
    await backOff(attempt, undefined, CONFLICT_BACK_OFF);
    attempt += 1;
    loaded = await reload(loaded);
    fresh = true;
  }
}

type Decision<Event> = { readonly events: readonly Event[] } | { readonly events?: undefined; readonly refusal: unknown };

const QUIET = { events: [] } as const;

function tryToDecide<State, Command, Event>({ decide }: Decider<State, Command, Event>, command: Command, state: State): Decision<Event> {
  try {
    return { events: decide(command, state) };
  } catch (refusal) {
    return { refusal };
  }
}

interface ToAppend<Event> {
  readonly envelope: CommandEnvelope<unknown>;
  readonly loaded: Loaded<unknown>;
  readonly events: readonly Event[];
}

async function append<Event extends Typed>(store: EventStore, { envelope, loaded, events }: ToAppend<Event>) {
  const { stream, commandId, metadata } = envelope;
  const news: NewEvent[] = events.map((data, index) => ({
    id: eventId(stream, commandId, index),
    type: data.type,
    data,
    ...(metadata && { metadata }),
  }));
  const expectedRevision = loaded.revision === -1 ? 'no-stream' : loaded.revision;
  const { duplicate, position } = await store.append({ stream, expectedRevision, events: news });
  const written = news.map(({ id, data }, index) => ({ id, stream, data, revision: loaded.revision + 1 + index, position }));
  return { duplicate, written };
}

function handled<State, Event>(loaded: Loaded<State>, events: readonly Event[], duplicate: boolean): Handled<State, Event> {
  const { state, revision, position } = loaded;
  return { state, revision, position, events, duplicate };
}
