import type { Me } from '@parley/contracts';
import { type DeskState, EMPTY_DESK, firstUnread, unreadOf } from './desk-state';
import { EMPTY_THREAD, type ThreadMessage } from './thread';

const me: Me = { agentId: 'ana', name: 'Ana', roles: [], state: { name: 'available', since: '' }, capacity: { max: 3, used: 0 }, revision: 1 };
const message = (messageId: string, direction: ThreadMessage['direction'], sender: ThreadMessage['sender']): ThreadMessage => ({
  messageId,
  direction,
  type: 'text',
  sender,
  sentAt: '2026-01-01T10:00:00.000Z',
});
const customer = (id: string) => message(id, 'inbound', { kind: 'customer', name: 'Lucía' });
const own = (id: string) => message(id, 'outbound', { kind: 'agent', id: 'ana', name: 'Ana' });
const colleague = (id: string) => message(id, 'outbound', { kind: 'agent', id: 'ben', name: 'Ben' });
const system = (id: string) => message(id, 'system', { kind: 'system', name: '' });

const desk = (items: ThreadMessage[], lastRead?: string): DeskState => ({
  ...EMPTY_DESK,
  me,
  threads: new Map([['c1', { ...EMPTY_THREAD, state: 'ready', items }]]),
  lastRead: new Map(lastRead === undefined ? [] : [['c1', lastRead]]),
});

describe('what an agent has not read', () => {
  it.each<[string, ThreadMessage[], string | undefined, number, string | undefined]>([
    ['nothing new', [customer('1'), own('2')], '2', 0, undefined],
    ['what came since', [customer('1'), own('2'), customer('3'), customer('4')], '2', 2, '3'],
    ['what a colleague wrote', [customer('1'), colleague('2')], '1', 1, '2'],
    ['no system message', [customer('1'), system('2')], '1', 0, undefined],
    ['nothing before an answer of their own, from wherever', [customer('1'), customer('2'), own('3')], '1', 0, undefined],
    ['what came after a system message', [customer('1'), system('2'), customer('3')], '1', 1, '3'],
    ['everything, where they never looked', [customer('1'), colleague('2'), customer('3')], undefined, 3, undefined],
    ['everything shown, where they left off further back', [customer('7'), customer('8')], '1', 2, '7'],
    ['nothing yet of a thread that is not there', [], '1', 0, undefined],
  ])('is %s', (_what, items, lastRead, unread, first) => {
    expect(unreadOf(desk(items, lastRead), 'c1')).toBe(unread);
    expect(firstUnread(desk(items, lastRead), 'c1')).toBe(first);
  });
});
