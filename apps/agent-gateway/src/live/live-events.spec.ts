import { type ConversationEvent, type ConversationView, evolveView, type LiveEvent, type PublishedConversationEvent } from '@parley/contracts';
import { liveEvents, messageUpdated, type OfferedTo } from './live-events';
import { at, queued, started } from './testing/history.spec-kit';

const ID = 'c1';
const offer = { offerId: 'o1', kind: 'queue' as const, agentId: 'ana', queueId: 'support' };
const offered: ConversationEvent = {
  type: 'Offered', ...offer, agentName: 'Ana', queueName: 'Support', customerName: 'Carla', customerPhone: '', sourceNumber: '+1', receivedAt: at(0), offeredAt: at(2), expiresAt: at(32),
};
const accepted: ConversationEvent = { type: 'Accepted', ...offer, legId: 'leg-ana', agentName: 'Ana', acceptedAt: at(3), waitedMs: 3 };
const ended: ConversationEvent = { type: 'Ended', endedBy: { kind: 'agent', id: 'ana' }, reason: 'agent-ended', lastStatus: 'active', endedAt: at(9) };
const due: ConversationEvent = { type: 'WrapUpStarted', legId: 'leg-ana', agentId: 'ana', startedAt: at(9), dueAt: at(99), defaultReason: 'none-given', allowedReasons: [] };
const applied: ConversationEvent = { type: 'WrapUpApplied', legId: 'leg-ana', agentId: 'ana', reasonId: 'resolved', automatic: false, startedAt: at(9), appliedAt: at(12) };
const received: ConversationEvent = {
  type: 'MessageReceived', messageId: 'm1', wamid: 'w', messageType: 'text', text: 'hi', customerName: 'Carla', channelTimestamp: at(4), receivedAt: at(4), serviceWindowExpiresAt: at(100),
};
const waiting = [started(ID), queued(ID, 'queue', at(1))];
const active = [...waiting, offered, accepted];

const fold = (events: readonly ConversationEvent[]): ConversationView | undefined =>
  events.reduce<ConversationView | undefined>((view, event, revision) => evolveView(view, event, { conversationId: ID, revision }), undefined);

const published = (event: ConversationEvent, revision: number): PublishedConversationEvent => ({ id: `e${revision}`, subject: ID, revision, position: revision + 1, time: at(revision), event });

type Said = [to: string, event: string, more?: unknown];

/** Who is told what when `event` follows on `history`. */
function told(history: readonly ConversationEvent[], event: ConversationEvent): Said[] {
  const after = fold([...history, event])!;
  return brief(liveEvents({ before: fold(history), recorded: published(event, history.length), after, shown: [] }));
}

/** Who is told what when the view before is forgotten and the one that was loaded is already past `later`. */
function toldAfterLoading(history: readonly ConversationEvent[], event: ConversationEvent, later: readonly ConversationEvent[], shown: readonly OfferedTo[] = []): Said[] {
  const after = fold([...history, event, ...later])!;
  return brief(liveEvents({ before: undefined, recorded: published(event, history.length), after, shown }));
}

const brief = (events: ReturnType<typeof liveEvents>): Said[] =>
  events.map(({ to, live }) => {
    const more = detail(live);
    return more === undefined ? [to.join(' '), live.event] : [to.join(' '), live.event, more];
  });

const detail = ({ event, data }: LiveEvent): unknown => {
  if (event === 'offer.closed') return data.reason;
  if (event === 'conversation.updated') return data.status;
  return event === 'wrap-up.closed' ? (data.cancelled ? 'cancelled' : `${data.reasonId}${data.automatic ? ', by itself' : ''}`) : undefined;
};

describe('what agents are told live', () => {
  it('tells nobody of a request that waits', () => {
    expect(told([started(ID)], queued(ID, 'queue', at(1)))).toEqual([]);
  });

  it('shows an offer to the agent it is made to, and to no one else', () => {
    expect(told(waiting, offered)).toEqual([['ana', 'offer.created']]);
  });

  it.each([
    [{ type: 'OfferMissed', ...offer, missedAt: at(32) }, 'missed'],
    [{ type: 'OfferRejected', ...offer, rejectedAt: at(5) }, 'rejected'],
    [{ type: 'OfferWithdrawn', ...offer, cause: 'superseded', withdrawnAt: at(5) }, 'withdrawn'],
  ] satisfies [ConversationEvent, string][])('takes an offer away: %j', (event, reason) => {
    expect(told([...waiting, offered], event)).toEqual([['ana', 'offer.closed', reason]]);
  });

  it('makes an accepted offer a conversation', () => {
    expect(told([...waiting, offered], accepted)).toEqual([
      ['ana', 'offer.closed', 'accepted'],
      ['ana', 'conversation.updated', 'active'],
    ]);
  });

  it('takes an offer away that vanishes with the end', () => {
    expect(told([...waiting, offered], ended)).toEqual([['ana', 'offer.closed', 'withdrawn']]);
  });

  it('shows what is written to those who are in', () => {
    expect(told(active, received)).toEqual([
      ['ana', 'conversation.updated', 'active'],
      ['ana', 'message.added'],
    ]);
    expect(told(waiting, received)).toEqual([]);
  });

  it('owes a wrap-up after the end, and hears nothing more when it is given', () => {
    expect(told([...active, ended], due)).toEqual([
      ['ana', 'conversation.updated', 'ended'],
      ['ana', 'wrap-up.due'],
    ]);
    expect(told([...active, ended, due], applied)).toEqual([['ana', 'wrap-up.closed', 'resolved']]);
  });

  it('has a wrap-up due again when its time is extended', () => {
    const extended: ConversationEvent = { type: 'WrapUpExtended', legId: 'leg-ana', agentId: 'ana', dueAt: at(200) };
    expect(told([...active, ended, due], extended)).toContainEqual(['ana', 'wrap-up.due']);
  });

  it('owes no wrap-up when a transfer comes back', () => {
    const transfer: ConversationEvent = { type: 'TransferRequested', transferId: 't', target: { type: 'queue', id: 'support' }, requestedBy: 'ana', fromQueueId: 'support', requestedAt: at(8) };
    const dropped: ConversationEvent = { type: 'TransferDropped', transferId: 't', cause: 'missed', outcome: 'restored', droppedAt: at(20) };
    const cancelled: ConversationEvent = { type: 'WrapUpCancelled', legId: 'leg-ana', agentId: 'ana', cancelledAt: at(20) };
    expect(told([...active, transfer, due, dropped], cancelled)).toEqual([
      ['ana', 'conversation.updated', 'active'],
      ['ana', 'wrap-up.closed', 'cancelled'],
    ]);
  });

  it('shows an agent who waits to wrap up no new messages, but what becomes of the old ones', () => {
    const transferred = [...active, due];
    expect(told(transferred, received)).toEqual([['ana', 'conversation.updated', 'queued']]);
    const message = { messageId: 'm1', direction: 'outbound' as const, type: 'text', sender: { kind: 'agent' as const, name: 'Ana' }, sentAt: at(4) };
    expect(messageUpdated(message, published(received, 5), fold(transferred)!).to).toEqual(['ana']);
  });
});

describe('what agents are told when the gateway did not remember', () => {
  it('is all that is true now', () => {
    expect(toldAfterLoading(waiting, offered, [])).toEqual([['ana', 'offer.created']]);
    expect(toldAfterLoading(active, ended, [due])).toEqual([
      ['ana', 'conversation.updated', 'ended'],
      ['ana', 'wrap-up.due'],
    ]);
  });

  it('is no offer that is gone by now', () => {
    expect(toldAfterLoading(waiting, offered, [accepted])).toEqual([
      ['ana', 'offer.closed', 'withdrawn'],
      ['ana', 'conversation.updated', 'active'],
    ]);
  });

  it('takes away the offers that somebody is still shown', () => {
    expect(toldAfterLoading([...waiting, offered], ended, [], [{ offerId: 'o1', agentId: 'ana' }])).toEqual([['ana', 'offer.closed', 'withdrawn']]);
  });

  it('tells who has left meanwhile', () => {
    expect(toldAfterLoading([...active, ended], due, [applied])).toEqual([['ana', 'conversation.updated', 'ended']]);
    expect(toldAfterLoading([...active, ended, due], applied, [])).toContainEqual(['ana', 'wrap-up.closed', 'resolved']);
  });

  it('shows a message to those who were in when it came', () => {
    expect(toldAfterLoading(active, received, [ended, due])).toContainEqual(['ana', 'message.added']);
  });
});
