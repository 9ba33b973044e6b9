import { statusRises } from './messages';
import type { MessageStatus } from './parts';

const all: readonly MessageStatus[] = ['pending', 'sent', 'delivered', 'read', 'failed'];

/** What is known after all of `statuses`, in that order. */
const after = (statuses: readonly MessageStatus[]) =>
  statuses.reduce<MessageStatus>((known, next) => (statusRises(known, next) ? next : known), 'pending');

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]));
}

describe('the delivery of a message', () => {
  it('is the same in whichever order sent, delivered and read come, repeats included', () => {
    for (const order of permutations<MessageStatus>(['sent', 'delivered', 'read', 'sent'])) expect(after(order)).toBe('read');
    for (const order of permutations<MessageStatus>(['sent', 'delivered'])) expect(after(order)).toBe('delivered');
  });

  it('never repeats itself and never falls', () => {
    for (const status of all) expect(statusRises(status, status)).toBe(false);
    expect(statusRises('delivered', 'sent')).toBe(false);
    expect(statusRises('read', 'delivered')).toBe(false);
  });

  it('fails only before it was delivered, and for good', () => {
    expect(all.filter((status) => statusRises(status, 'failed'))).toEqual(['pending', 'sent']);
    expect(all.filter((status) => statusRises('failed', status))).toEqual([]);
  });
});
