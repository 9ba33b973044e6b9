import { available, NOON, queued, Story } from '../testing/given.testing';
import { Reminders } from './reminders';

/** Seconds after the reservation at which the conversation is asked again, looked at each second. */
function remindedAt(startedAfterMs: number, forSeconds: number): readonly number[] {
  const { state } = Story.given(available('ana'), queued('c1/1'));
  const { reservedAtMs } = [...state.places.values()][0]!;
  const reminders = new Reminders(reservedAtMs + startedAfterMs);
  const seconds = Array.from({ length: forSeconds }, (_, second) => second);
  return seconds.filter((second) => reminders.due(state, reservedAtMs + second * 1_000).length > 0);
}

describe('when a conversation is asked again', () => {
  it('is 5 s after the first time, then ever less often, and once a minute at least', () => {
    expect(remindedAt(-1, 250)).toEqual([5, 10, 20, 40, 80, 140, 200]);
  });

  it('is at once for what was open before the process began', () => {
    expect(remindedAt(3_000, 20)).toEqual([3, 8, 16]);
  });

  it('is never for what was answered', () => {
    const { state } = Story.given(available('ana'));
    expect(new Reminders(NOON).due(state, NOON + 60_000)).toEqual([]);
  });
});
