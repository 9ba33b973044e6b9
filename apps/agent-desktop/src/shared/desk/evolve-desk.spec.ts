import type { Conversation, LiveEvent, Me, Offer } from '@parley/contracts';
import { type DeskState, EMPTY_DESK, myConversations, unreadOf } from './desk-state';
import { evolveDesk, withMe, withoutWrapUp } from './evolve-desk';
import { EMPTY_THREAD } from './thread';

const at = '2026-01-01T10:00:00.000Z';
const me: Me = { agentId: 'ana', name: 'Ana', roles: ['agent'], state: { name: 'available', since: at }, capacity: { max: 3, used: 0 }, revision: 5 };
const offer: Offer = {
  offerId: 'o1',
  conversationId: 'c1',
  kind: 'queue',
  customerName: 'Lucía',
  customerPhone: '+34600111222',
  sourceNumber: '+1 555 010 0001',
  queueId: 'support',
  queueName: 'Support',
  receivedAt: at,
  offeredAt: at,
  expiresAt: at,
};
const conversation = (revision: number, change: Partial<Conversation> = {}): Conversation => ({
  conversationId: 'c1',
  channel: 'whatsapp',
  status: 'active',
  customer: { name: 'Lucía', phone: '+34600111222' },
  sourceNumber: '+1 555 010 0001',
  queue: { id: 'support', name: 'Support' },
  participants: [{ agentId: 'ana', name: 'Ana', role: 'primary' }],
  startedAt: at,
  serviceWindowExpiresAt: at,
  revision,
  ...change,
});
const wrapUp = { conversationId: 'c1', customerName: 'Lucía', since: at, dueAt: at, defaultReason: 'none-given' };
const snapshot = (change: Partial<Extract<LiveEvent, { event: 'snapshot' }>['data']> = {}): LiveEvent => ({
  event: 'snapshot',
  data: { me, offers: [], conversations: [], wrapUps: [], ...change },
});
const after = (...events: LiveEvent[]): DeskState => events.reduce(evolveDesk, EMPTY_DESK);
const closed: LiveEvent = { event: 'offer.closed', data: { offerId: 'o1', conversationId: 'c1', reason: 'missed', revision: 4 } };

describe('the desk', () => {
  it('shows an offer once, and never again once it is over', () => {
    const created: LiveEvent = { event: 'offer.created', data: { ...offer, revision: 3 } };
    expect(after(snapshot(), created, created).offers).toHaveLength(1);
    expect(after(snapshot(), created, closed, created, snapshot({ offers: [offer] })).offers).toEqual([]);
  });

  it('keeps the newest revision of a conversation, also against a snapshot that was made earlier', () => {
    const ended: LiveEvent = { event: 'conversation.updated', data: conversation(9, { status: 'ended', participants: [] }) };
    const desk = after(
      snapshot(),
      ended,
      { event: 'conversation.updated', data: conversation(8) },
      snapshot({ conversations: [conversation(8)] }),
    );
    expect(desk.conversations.get('c1')?.status).toBe('ended');
    expect(myConversations(desk)).toEqual([]);
  });

  it('forgets with a snapshot what is not in it', () => {
    const desk = after(snapshot({ offers: [offer], conversations: [conversation(3)] }), snapshot());
    expect([desk.offers.length, desk.conversations.size]).toEqual([0, 0]);
  });

  it('reads threads again after a snapshot', () => {
    const message = {
      messageId: 'm',
      direction: 'inbound',
      type: 'text',
      text: 'Hi',
      sender: { kind: 'customer', name: 'Lucía' },
      sentAt: at,
    } as const;
    const desk = after(
      snapshot({ conversations: [conversation(3)] }),
      { event: 'message.added', data: { ...message, conversationId: 'c1', revision: 4 } },
      snapshot({ conversations: [conversation(4)] }),
    );
    expect(desk.threads.get('c1')?.state).toBe('stale');
    expect(unreadOf(desk, 'c1')).toBe(1);
  });

  it('does not bring a wrap-up back that was done', () => {
    const due: LiveEvent = { event: 'wrap-up.due', data: { ...wrapUp, revision: 5 } };
    const done: LiveEvent = {
      event: 'wrap-up.closed',
      data: { conversationId: 'c1', reasonId: 'resolved', automatic: false, revision: 6 },
    };
    expect(after(snapshot(), due).wrapUps.size).toBe(1);
    expect(after(snapshot(), due, done, due).wrapUps.size).toBe(0);
    expect(evolveDesk(withoutWrapUp(after(snapshot(), due), 'c1'), snapshot({ wrapUps: [wrapUp] })).wrapUps.size).toBe(0);
  });

  it('reads the messages again of a conversation that its agent comes back into', () => {
    const left: LiveEvent = { event: 'conversation.updated', data: conversation(5, { participants: [] }) };
    const there = after(snapshot({ conversations: [conversation(4)] }));
    const ready: DeskState = { ...there, threads: new Map([['c1', { ...EMPTY_THREAD, state: 'ready' }]]) };
    const states = [left, { event: 'conversation.updated', data: conversation(6) } as LiveEvent]
      .map((_event, count, events) => events.slice(0, count + 1).reduce(evolveDesk, ready))
      .map(({ threads }) => threads.get('c1')?.state);
    expect(states).toEqual(['ready', 'stale']);
  });

  it.each([
    ['a colleague', 'ben', 1],
    ['the agent', 'ana', 0],
  ])('counts what %s writes as unread: %s, %s', (_who, id, unread) => {
    const desk = after(snapshot({ conversations: [conversation(3)] }), {
      event: 'message.added',
      data: {
        messageId: 'm',
        direction: 'outbound',
        type: 'text',
        text: 'Hi',
        sender: { kind: 'agent', id, name: id },
        sentAt: at,
        conversationId: 'c1',
        revision: 4,
      },
    });
    expect(unreadOf(desk, 'c1')).toBe(unread);
  });

  it('lets an older answer not undo a newer state', () => {
    const rona: LiveEvent = { event: 'agent.state', data: { ...me, state: { name: 'rona', since: '2026-01-01T10:00:01.000Z' }, revision: 6 } };
    expect(withMe(after(snapshot(), rona), me).me?.state.name).toBe('rona');
  });
});
