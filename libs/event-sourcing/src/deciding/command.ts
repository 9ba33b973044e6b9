import type { EventMetadata } from '../event-store/event-store';

/** What a command needs besides itself: where it goes, and the id by which its repetition is known. */
export interface CommandEnvelope<Command> {
  readonly stream: string;
  readonly command: Command;
  /** The same for every repetition of the same command: from the client's key, or from the event that caused it. */
  readonly commandId: string;
  readonly metadata?: EventMetadata;
}

export interface Handled<State, Event> {
  readonly state: State;
  /** Of the stream's last event; -1 when the stream has none. */
  readonly revision: number;
  /** Of the stream's last event: wait for a projection to be here to read what was written. 0 when the stream has none. */
  readonly position: number;
  /** What this call appended; none when the decision was quiet or the command was handled before. */
  readonly events: readonly Event[];
  /** True when this command's events were in the stream already. */
  readonly duplicate: boolean;
}

/** What a domain event has at least; it is stored as decided, its `type` included. */
export interface Typed {
  readonly type: string;
}
