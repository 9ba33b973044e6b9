import type { Conversation, Me } from '@parley/contracts';
import { type DeskState, EMPTY_DESK, firstUnread, myConversations, recovered, unreadOf } from './desk-state';
import { EMPTY_THREAD, type ThreadMessage, waitsSince } from './thread';

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

describe('the list of conversations', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();
  const conversation = (conversationId: string, startedAt: string, joinedAt?: string): Conversation => ({
    conversationId,
    channel: 'whatsapp',
    status: 'active',
    customer: { name: '', phone: '' },
    sourceNumber: '',
    queue: { id: '', name: '' },
    participants: [{ agentId: 'ben', name: '', role: 'primary', joinedAt: at(9) }, { agentId: 'ana', name: '', role: 'conferenced', ...(joinedAt && { joinedAt }) }],
    startedAt,
    serviceWindowExpiresAt: at(0),
    revision: 1,
  });

  it('begins with the one that the agent accepted last, however long it has waited, and is the same in whatever order it was told', () => {
    const told = [conversation('waited', at(1), at(8)), conversation('first', at(2), at(3)), conversation('same', at(4), at(8)), conversation('of a server before', at(5))];
    for (const list of [told, told.toReversed()]) {
      const state = { ...EMPTY_DESK, me, conversations: new Map(list.map((one) => [one.conversationId, one])) };
      expect(myConversations(state).map(({ conversationId }) => conversationId)).toEqual(['same', 'waited', 'of a server before', 'first']);
    }
  });

  it.each<[string, ThreadMessage[], string | undefined]>([
    ['nobody who was answered', [customer('1'), own('2')], undefined],
    ['nobody whose colleague’s answer is there', [customer('1'), colleague('2'), system('3')], undefined],
    ['whoever wrote since, from their first message on', [customer('1'), own('2'), system('3'), { ...customer('4'), sentAt: at(4) }, customer('5')], at(4)],
    ['whoever did not get the answer', [{ ...customer('1'), sentAt: at(1) }, { ...own('2'), status: 'failed' }], at(1)],
    ['nobody in a thread that is not there', [], undefined],
  ])('says who waits: %s', (_who, items, since) => expect(waitsSince({ ...EMPTY_THREAD, items })).toBe(since));
});

describe('a desk that was away', () => {
  it.each(['stale', 'failed'] as const)('is behind while a page of what it knew is %s', (state) => {
    const behind: DeskState = { ...desk([customer('1')]), connection: 'live', recovering: true };
    expect(recovered(behind).recovering).toBe(false);
    const threads = new Map([['c1', { ...EMPTY_THREAD, state, items: [customer('1')] }]]);
    expect(recovered({ ...behind, threads }).recovering).toBe(true);
  });
});
