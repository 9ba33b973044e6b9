import { readConversationEvent } from '@parley/contracts';
import { history } from './history';

it('tells whole conversations in turns, as others may read them', () => {
  const records = history(150);
  const read = records.map((record) => readConversationEvent({ value: record.value, headers: record.headers ?? {} }));
  expect(read.every((event) => event !== undefined)).toBe(true);
  expect(new Set(records.map(({ key }) => key)).size).toBe(150);
  const first = read.filter((event) => event?.subject === records[0]!.key);
  expect(first.map((event) => event?.revision)).toEqual(first.map((_, revision) => revision));
  expect(first.at(-1)?.event.type).toBe('ConversationClosed');
});
