import type { Decider } from '../deciding/decider';

/** What a refusal must look like: its code, or any part of the error. */
export type Refusal = { readonly code: string } | Error;

/**
 * Specs of a decider as sentences: `given(offered).when(accept).then(accepted)`.
 *
 * `then` takes the events expected, in order; none for a quiet decision; or a refusal, as an error or as its `code`.
 */
export function deciderSpec<State, Command, Event>(decider: Decider<State, Command, Event>, stream = 'spec-1') {
  const evolve = (state: State, event: Event, revision: number) => decider.evolve(state, event, { stream, revision });
  const given = (...past: readonly (Event | readonly Event[])[]) => {
    const state = past.flat().reduce<State>((before, event, revision) => evolve(before, event as Event, revision), decider.initial);
    return {
      state,
      when: (command: Command) => ({
        then: (...expected: readonly (Event | readonly Event[] | Refusal)[]) => check(decider, { state, command }, expected.flat()),
      }),
    };
  };
  return { given };
}

function check<State, Command, Event>(
  { decide }: Decider<State, Command, Event>,
  { state, command }: { state: State; command: Command },
  expected: readonly unknown[],
): void {
  const [first] = expected;
  if (!isRefusal(first)) {
    expect(decide(command, state)).toEqual(expected);
    return;
  }
  let refusal: unknown = 'nothing was refused';
  try {
    const events = decide(command, state);
    refusal = events.length === 0 ? refusal : { refused: false, events };
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject(first);
}

const isRefusal = (expected: unknown): expected is Refusal =>
  expected instanceof Error || (typeof expected === 'object' && expected !== null && 'code' in expected && !('type' in expected));
