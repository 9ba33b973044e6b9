/** A pure decision over one stream. `decide` refuses by throwing a typed refusal; no event means: quiet, nothing new. */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  readonly decide: (command: Command, state: State) => readonly Event[];
  /** Total: never refuses a recorded fact. */
  readonly evolve: (state: State, event: Event, at: { stream: string; revision: number }) => State;
}
