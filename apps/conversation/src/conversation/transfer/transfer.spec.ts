import { type ConversationEventOf, messageOf, toConversation } from '@parley/contracts';
import { active, after, at, decide, given, ID, iso, offerTo, receive, started } from '../examples.spec-kit';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { ExpireOffer, RejectOffer, WithdrawOffer } from '../close-offer/close-offer';
import { ExitConference, RequestConference } from '../conference/conference';
import { conversationStream, evolve, noConversation } from '../conversation';
import { EndConversation } from '../end-conversation/end-conversation';
import { SendMessage } from '../send-message/send-message';
import { ApplyWrapUp } from '../wrap-up/wrap-up';
import type { ConversationEvent } from '@parley/contracts';
import { CancelTransfer, RequestTransfer } from './transfer';

const direct = { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 };
const toBen = new RequestTransfer(ID, { type: 'agent', id: 'ben' }, 'ana', at(20), direct);
const toSales = new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ana', at(20));
const types = (events: readonly ConversationEvent[]) => events.map(({ type }) => type);
const view = (events: readonly ConversationEvent[]) =>
  toConversation(events.reduce((state, event, revision) => evolve(state, event, { stream: conversationStream(ID), revision }), noConversation).view!);

/** Active with Ana, in the queue `sales`, which ends a conversation whose transfer nobody takes. */
const inSales = (() => {
  const begun = decide([], receive('Hello', 0, { queueId: 'sales' }));
  const offered = after(begun, offerTo('ana', begun, { queueId: 'sales' }));
  return after(offered, new AcceptOffer(ID, 'offer-ana', 'ana', at(5)));
})();

describe('a transfer to an agent', () => {
  const requested = after(active, toBen);

  it('puts the source leg into wrap-up at once and asks the agent', () => {
    expect(decide(active, toBen)).toEqual([
      expect.objectContaining({ type: 'TransferRequested', target: { type: 'agent', id: 'ben' }, requestedBy: 'ana', fromQueueId: 'support' }),
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ana', startedAt: iso(20), dueAt: iso(140) }),
      expect.objectContaining({ type: 'Offered', kind: 'transfer', agentId: 'ben', requestedBy: 'ANA', queueName: 'Support', receivedAt: iso(0), expiresAt: iso(50) }),
    ]);
    expect(view(requested)).toMatchObject({ status: 'offered', participants: [] });
  });

  it('gives the conversation to the agent who accepts, while the source may wrap up', () => {
    const accepted = after(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(25)));
    expect(view(accepted)).toMatchObject({ status: 'active', participants: [{ agentId: 'ben', role: 'primary' }] });
    expect(types(decide(accepted, new ApplyWrapUp(ID, 'ana', 'resolved', at(30))))).toEqual(['WrapUpApplied']);
    given(accepted).when(new SendMessage(ID, 'm-9', 'x', 'ana', at(30))).then({ code: 'not-a-participant' });
    given(accepted).when(new EndConversation(ID, 'ana', false, at(30))).then({ code: 'not-a-participant' });
  });

  it('can come back to the source, or ask them to join, while they still owe the wrap-up', () => {
    const accepted = after(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(25)));
    const toAna = { offerId: 'offer-ana-2', agentId: 'ana', agentName: 'ANA', offerTimeoutSeconds: 30 };
    const joined = after(accepted, new RequestConference(ID, { type: 'agent', id: 'ana' }, 'ben', at(26), toAna), new AcceptOffer(ID, 'offer-ana-2', 'ana', at(27)));
    expect(view(joined)).toMatchObject({ status: 'conference', participants: [{ agentId: 'ben', role: 'primary' }, { agentId: 'ana', role: 'conferenced' }] });
    expect(decide(joined, new ApplyWrapUp(ID, 'ana', 'resolved', at(28)))).toMatchObject([{ type: 'WrapUpApplied', legId: 'offer-ana' }]);
    const back = after(accepted, new RequestTransfer(ID, { type: 'agent', id: 'ana' }, 'ben', at(26), toAna), new AcceptOffer(ID, 'offer-ana-2', 'ana', at(27)));
    expect(view(back)).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
  });

  it.each([
    ['missed', new ExpireOffer(ID, 'offer-ben', at(50)), 'OfferMissed', 'missed'],
    ['rejected', new RejectOffer(ID, 'offer-ben', 'ben', at(30)), 'OfferRejected', 'rejected'],
    ['taken back', new WithdrawOffer(ID, 'offer-ben', 'agent-unavailable', at(30)), 'OfferWithdrawn', 'target-unavailable'],
  ])('that is %s is dropped and returns to the queue it came from, at its first place', (_, command, closing, cause) => {
    expect(decide(requested, command)).toEqual([
      expect.objectContaining({ type: closing, agentId: 'ben' }),
      expect.objectContaining({ type: 'TransferDropped', cause, outcome: 'requeued' }),
      expect.objectContaining({ type: 'Queued', queueId: 'support', purpose: 'queue', reason: 'returned', arrivedAt: iso(0) }),
    ]);
  });

  it('that is not taken ends the conversation where its queue is configured so', () => {
    const events = decide(after(inSales, toBen), new ExpireOffer(ID, 'offer-ben', at(50)));
    expect(types(events)).toEqual(['OfferMissed', 'TransferDropped', 'Ended']);
    expect(events[1]).toMatchObject({ outcome: 'ended' });
    expect(events[2]).toMatchObject({ endedBy: { kind: 'system' }, reason: 'transfer-not-accepted' });
  });

  it('is restored by its cancellation while the wrap-up is open, and requeued after it', () => {
    const cancel = new CancelTransfer(ID, 'ana', at(25));
    expect(types(decide(requested, cancel))).toEqual(['OfferWithdrawn', 'TransferDropped', 'WrapUpCancelled']);
    expect(view(after(requested, cancel))).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
    const wrappedUp = after(requested, new ApplyWrapUp(ID, 'ana', 'resolved', at(22)));
    expect(types(decide(wrappedUp, cancel))).toEqual(['OfferWithdrawn', 'TransferDropped', 'Queued']);
    given(after(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(24)))).when(cancel).then({ code: 'offer-closed' });
    given(requested).when(new CancelTransfer(ID, 'carla', at(25))).then({ code: 'not-a-participant' });
  });

  it('never goes to oneself, needs the primary agent and an ordinary conversation', () => {
    const toSelf = new RequestTransfer(ID, { type: 'agent', id: 'ana' }, 'ana', at(20), { ...direct, agentId: 'ana' });
    given(active).when(toSelf).then({ code: 'unknown-target' });
    given(active).when(new RequestTransfer(ID, { type: 'queue', id: 'nowhere' }, 'ana', at(20))).then({ code: 'unknown-target' });
    given(active).when(new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ben', at(20))).then({ code: 'not-a-participant' });
    given(requested).when(toSales).then({ code: 'not-a-participant' });
    given(after(active, new EndConversation(ID, 'ana', false, at(9)))).when(toSales).then({ code: 'conversation-ended' });
    given(after(active, new RequestConference(ID, { type: 'queue', id: 'sales' }, 'ana', at(10)))).when(toSales).then({ code: 'conference-pending' });
  });
});

describe('a transfer out of a conference', () => {
  const withBen = new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(10), direct);
  const conference = after(active, withBen, new AcceptOffer(ID, 'offer-ben', 'ben', at(12)));
  const toJoined = new RequestTransfer(ID, { type: 'agent', id: 'ben' }, 'ana', at(20));
  const toCarla = new RequestTransfer(ID, { type: 'agent', id: 'carla' }, 'ana', at(20), { offerId: 'offer-carla', agentId: 'carla', agentName: 'CARLA', offerTimeoutSeconds: 30 });

  it('to the agent who joined is theirs at once, unasked', () => {
    expect(decide(conference, toJoined)).toEqual([
      { type: 'OwnershipTransferred', fromAgentId: 'ana', fromAgentName: 'ANA', toAgentId: 'ben', toAgentName: 'BEN', cause: 'left', transferredAt: iso(20) },
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ana', legId: 'offer-ana' }),
    ]);
    const handed = after(conference, toJoined);
    expect(view(handed)).toMatchObject({ status: 'active', participants: [{ agentId: 'ben', role: 'primary' }] });
    expect(types(decide(handed, new EndConversation(ID, 'ben', false, at(21))))).toEqual(['Ended', 'WrapUpStarted']);
    given(handed).when(new SendMessage(ID, 'm-9', 'x', 'ana', at(21))).then({ code: 'not-a-participant' });
  });

  it('to somebody else takes whoever joined out as well', () => {
    expect(decide(conference, toCarla)).toEqual([
      expect.objectContaining({ type: 'TransferRequested', target: { type: 'agent', id: 'carla' } }),
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ana' }),
      expect.objectContaining({ type: 'ConferenceExited', agentId: 'ben', cause: 'removed' }),
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ben' }),
      expect.objectContaining({ type: 'Offered', kind: 'transfer', agentId: 'carla' }),
    ]);
    expect(view(after(conference, toCarla))).toMatchObject({ status: 'offered', participants: [] });
    expect(types(decide(conference, toSales))).toEqual(['TransferRequested', 'WrapUpStarted', 'ConferenceExited', 'WrapUpStarted', 'Queued']);
    expect(view(after(conference, toSales, new CancelTransfer(ID, 'ana', at(25))))).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
  });

  it('is the primary agent’s, and needs a place for whoever has not joined', () => {
    given(conference).when(new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ben', at(20))).then({ code: 'forbidden' });
    given(after(active, withBen)).when(toSales).then({ code: 'conference-pending' });
    const goneMeanwhile = after(conference, new ExitConference(ID, 'ben', at(19)));
    given(goneMeanwhile).when(toJoined).then({ code: 'agent-not-available' });
  });
});

describe('what the thread says of a transfer', () => {
  const said = (events: readonly ConversationEvent[]) => events.flatMap((event) => messageOf(event, 'event') ?? []).filter(({ direction }) => direction === 'system').map(({ type, text }) => [type, text]);
  const salesOffered = (events: readonly ConversationEvent[]) => after(events, offerTo('ben', events, { kind: 'transfer', queueId: 'sales', seconds: 21 }));

  it('is who gave it to whom, out of which queue', () => {
    expect(said(decide(after(active, toBen), new AcceptOffer(ID, 'offer-ben', 'ben', at(25))))).toEqual([['transfer-accepted', 'ANA handed the conversation over to BEN (queue Support)']]);
    expect(messageOf(decide(after(active, toBen), new AcceptOffer(ID, 'offer-ben', 'ben', at(25)))[0]!, 'event')).toMatchObject({
      sender: { kind: 'system', id: 'ben', name: 'BEN' },
      sentAt: iso(25),
      handOver: { by: 'ANA', to: 'BEN', queue: 'Support' },
    });
  });

  it('is that it went to a queue, and who took it there', () => {
    expect(said(decide(active, toSales))).toEqual([['transfer-to-queue', 'ANA transferred the conversation to the queue Sales']]);
    const offered = salesOffered(after(active, toSales));
    expect(said(decide(offered, new AcceptOffer(ID, 'offer-ben', 'ben', at(25))))).toEqual([['transfer-accepted', 'ANA handed the conversation over to BEN (queue Support)']]);
  });

  it('is that nobody took it, or that it was taken back', () => {
    expect(said(decide(after(active, toBen), new ExpireOffer(ID, 'offer-ben', at(50))))).toEqual([['transfer-dropped', 'The transfer to BEN was not accepted']]);
    expect(said(decide(after(active, toSales), new CancelTransfer(ID, 'ana', at(25))))).toEqual([['transfer-cancelled', 'The transfer to Sales was taken back']]);
    expect(said(decide(after(active, toBen), new EndConversation(ID, 'sue', true, at(30))))).toEqual([]);
  });

  it('is the same of a conference that goes to whoever joined, and every line has words', () => {
    const conference = after(active, new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(10), direct), new AcceptOffer(ID, 'offer-ben', 'ben', at(12)));
    expect(said(conference)).toEqual([['agent-joined', 'BEN joined']]);
    expect(said(decide(conference, new RequestTransfer(ID, { type: 'agent', id: 'ben' }, 'ana', at(20))))).toEqual([['transfer-accepted', 'ANA handed the conversation over to BEN']]);
    expect(said(decide(conference, new ExitConference(ID, 'ben', at(20))))).toEqual([['agent-left', 'BEN left']]);
  });

  it('is nothing where an event from before does not name them', () => {
    const [requested, , offered] = decide(active, toBen);
    const { targetName: _name, requestedByName: _by, ...old } = requested as ConversationEventOf<'TransferRequested'>;
    expect(said([{ ...old, target: { type: 'queue', id: 'sales' } }])).toEqual([]);
    const { requestedBy: _who, fromQueueName: _queue, ...accepted } = decide([...active, requested!, offered!], new AcceptOffer(ID, 'offer-ben', 'ben', at(25)))[0] as ConversationEventOf<'Accepted'>;
    expect(said([accepted])).toEqual([]);
  });
});

describe('a transfer to a queue', () => {
  const requested = after(active, toSales);

  it('that is taken back leaves the conversation in the queue it was in', () => {
    expect(view(after(requested, new CancelTransfer(ID, 'ana', at(25))))).toMatchObject({ status: 'active', queue: { id: 'support', name: 'Support' } });
  });

  it('waits in the queue at the place of its first arrival', () => {
    expect(decide(active, toSales).at(-1)).toMatchObject({ type: 'Queued', queueId: 'sales', purpose: 'transfer', arrivedAt: iso(0), requestedBy: 'ANA', requestedById: 'ana' });
    expect(view(requested)).toMatchObject({ status: 'queued', queue: { id: 'sales', name: 'Sales' } });
  });

  it('still says who handed it over when it waits again', () => {
    const offered = after(requested, offerTo('ben', requested, { kind: 'transfer', queueId: 'sales', seconds: 21 }));
    expect(decide(offered, new ExpireOffer(ID, 'offer-ben', at(51))).at(-1)).toMatchObject({ type: 'Queued', requestedBy: 'ANA', requestedById: 'ana' });
  });

  it('is offered on when someone misses it, never dropped', () => {
    const offered = after(requested, offerTo('ben', requested, { kind: 'transfer', queueId: 'sales', seconds: 21 }));
    expect(types(decide(offered, new ExpireOffer(ID, 'offer-ben', at(51))))).toEqual(['OfferMissed', 'Queued']);
  });

  it('belongs to whoever accepts, under the new queue’s name', () => {
    const offered = after(requested, offerTo('ben', requested, { kind: 'transfer', queueId: 'sales', seconds: 21 }));
    const accepted = after(offered, new AcceptOffer(ID, 'offer-ben', 'ben', at(25)));
    expect(view(accepted)).toMatchObject({ status: 'active', queue: { id: 'sales' }, participants: [{ agentId: 'ben' }] });
  });

  it('goes on in the thread when the customer writes meanwhile', () => {
    expect(types(decide(requested, receive('Anyone?', 22)))).toEqual(['MessageReceived']);
    expect(started).toHaveLength(3);
  });
});
