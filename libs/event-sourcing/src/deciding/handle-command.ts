import type { EventStore } from '../event-store/event-store';
import type { CommandEnvelope, Handled, Typed } from './command';
import { decideAndAppend } from './decide-and-append';
import type { Decider } from './decider';
import { catchUp, nothingLoaded } from './loaded';

/**
 * Reads the stream, folds it, decides, and appends at the revision read. Each event is stored as decided, its `type` included.
 *
 * When another writer was first it decides afresh, three times at most. A command whose events are in the stream already is
 * quiet, whatever the decider would say now.
 * @throws what the decider throws · RevisionConflict after the third time · StoreUnavailable
 */
export async function handleCommand<State, Command, Event extends Typed>(
  store: EventStore,
  decider: Decider<State, Command, Event>,
  envelope: CommandEnvelope<Command>,
): Promise<Handled<State, Event>> {
  const start = await catchUp(store, decider, { stream: envelope.stream, loaded: nothingLoaded(decider) });
  return decideAndAppend(store, decider, { envelope, start, fresh: true, remember: () => undefined });
}
