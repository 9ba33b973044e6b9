import { type ConversationEvent, toConversation } from '@parley/contracts';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { ExpireOffer, RejectOffer } from '../close-offer/close-offer';
import { RequestConference } from '../conference/conference';
import { conversationStream, evolve, noConversation } from '../conversation';
import { EndConversation } from '../end-conversation/end-conversation';
import { active, after, at, decide, given, ID, iso, offered, offerTo, receive, rules, started } from '../examples.spec-kit';
import { CancelTransfer, RequestTransfer } from '../transfer/transfer';
import { ApplyWrapUp } from '../wrap-up/wrap-up';
import { needsPlace, ReassignConversation } from './reassign';

const sue = { id: 'sue', name: 'SUE' };
const direct = (agentId: string, offerId = `moved-${agentId}`) => ({ offerId, agentId, agentName: agentId.toUpperCase(), offerTimeoutSeconds: 30 });
const toQueue = (id: string, seconds = 20) => new ReassignConversation(ID, { type: 'queue', id }, sue, at(seconds));
const toAgent = (id: string, seconds = 20) => new ReassignConversation(ID, { type: 'agent', id }, sue, at(seconds), direct(id));
const types = (events: readonly ConversationEvent[]) => events.map(({ type }) => type);
const stateOf = (events: readonly ConversationEvent[]) =>
  events.reduce((state, event, revision) => evolve(state, event, { stream: conversationStream(ID), revision }), noConversation);
const view = (events: readonly ConversationEvent[]) => toConversation(stateOf(events).view!);

/** Ana owns it and Ben has joined. */
const conference = (() => {
  const requested = after(active, new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(10), direct('ben', 'offer-ben')));
  return after(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(11)));
})();

describe('a supervisor who moves a conversation that waits', () => {
  it('to another queue lets it wait there, at the place of its first arrival', () => {
    expect(decide(started, toQueue('sales'))).toEqual([
      expect.objectContaining({ type: 'TransferRequested', requestedBy: 'sue', requestedAs: 'supervisor', fromQueueId: 'support' }),
      expect.objectContaining({ type: 'Queued', queueId: 'sales', purpose: 'transfer', requestedBy: 'SUE', requestedById: 'sue', arrivedAt: iso(0) }),
    ]);
    expect(view(after(started, toQueue('sales')))).toMatchObject({ status: 'queued', queue: { id: 'sales' } });
  });

  it('to a queue that overflows begins the time anew', () => {
    expect(decide(started, toQueue('care')).at(-1)).toMatchObject({ overflow: { queueId: 'support', at: iso(65) }, priority: 5 });
  });

  it('to an agent asks them, and nobody else', () => {
    const asked = after(started, toAgent('ben'));
    expect(types(asked.slice(started.length))).toEqual(['TransferRequested', 'Offered']);
    expect(asked.at(-1)).toMatchObject({ kind: 'transfer', agentId: 'ben', requestedBy: 'SUE', queueId: 'support', expiresAt: iso(50) });
    expect(view(asked).status).toBe('offered');
    expect(decide(asked, offerTo('ana', started, { seconds: 21 }))).toEqual([]);
  });

  it('from the agent who is asked takes that offer back without blame', () => {
    const moved = decide(offered, toAgent('ben'));
    expect(types(moved)).toEqual(['OfferWithdrawn', 'TransferRequested', 'Offered']);
    expect(moved[0]).toMatchObject({ agentId: 'ana', cause: 'superseded' });
  });

  it('to the queue where it waits asks all of it anew, also who has rejected it', () => {
    const rejected = after(offered, new RejectOffer(ID, 'offer-ana', 'ana', at(10)));
    expect(types(decide(rejected, toQueue('support')))).toEqual(['TransferRequested', 'Queued']);
    expect(decide(rejected, toQueue('support')).at(-1)).toMatchObject({ queueId: 'support', purpose: 'transfer', arrivedAt: iso(0) });
  });

  it('to whom it is already changes nothing', () => {
    expect(decide(offered, toAgent('ana'))).toEqual([]);
    expect(decide(active, toAgent('ana'))).toEqual([]);
    expect(decide(after(active, toAgent('ben')), toAgent('ben', 21))).toEqual([]);
    expect(needsPlace({ ...stateOf(active), view: stateOf(active).view! }, { type: 'agent', id: 'ana' }, rules)).toBe(false);
  });
});

describe('a supervisor who moves a conversation that somebody owns', () => {
  it('to a queue puts the owner into wrap-up at once, and it does not come back to them', () => {
    const moved = decide(active, toQueue('sales'));
    expect(types(moved)).toEqual(['TransferRequested', 'WrapUpStarted', 'Queued']);
    expect(moved[0]).toMatchObject({ fromAgentId: 'ana' });
    expect(moved[2]).toMatchObject({ requestedById: 'sue', takenFrom: 'ana' });
    expect(view(after(active, toQueue('sales'))).participants).toEqual([]);
  });

  it('to an agent who accepts makes them the owner', () => {
    const accepted = after(active, toAgent('ben'), new AcceptOffer(ID, 'moved-ben', 'ben', at(25)));
    expect(view(accepted)).toMatchObject({ status: 'active', participants: [{ agentId: 'ben', role: 'primary' }] });
  });

  it('to an agent who does not accept returns to its queue, however that queue is configured', () => {
    const inSales = after([], receive('Hello', 0, { queueId: 'sales' }));
    const missed = decide(after(inSales, toAgent('ben')), new ExpireOffer(ID, 'moved-ben', at(50)));
    expect(types(missed)).toEqual(['OfferMissed', 'TransferDropped', 'Queued']);
    expect(missed[2]).toMatchObject({ queueId: 'sales', reason: 'returned', arrivedAt: iso(0) });
  });

  it('still says whose it was when the queue offers it on', () => {
    const moved = after(active, toQueue('sales'));
    const asked = after(moved, offerTo('ben', moved, { kind: 'transfer', queueId: 'sales', seconds: 21 }));
    expect(decide(asked, new ExpireOffer(ID, 'offer-ben', at(51))).at(-1)).toMatchObject({ type: 'Queued', requestedById: 'sue', takenFrom: 'ana' });
  });

  it('takes everyone out of a conference', () => {
    expect(types(decide(conference, toQueue('sales')))).toEqual(['TransferRequested', 'WrapUpStarted', 'ConferenceExited', 'WrapUpStarted', 'Queued']);
  });

  it('takes a request for a colleague back', () => {
    const requested = after(active, new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(10), direct('ben', 'offer-ben')));
    expect(types(decide(requested, toQueue('sales')))).toEqual(['OfferWithdrawn', 'ConferenceRequestDropped', 'TransferRequested', 'WrapUpStarted', 'Queued']);
  });

  it('takes a pending transfer back and keeps the queue it came from', () => {
    const requested = after(active, new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ana', at(15)));
    const moved = decide(requested, toAgent('ben'));
    expect(types(moved)).toEqual(['TransferDropped', 'TransferRequested', 'Offered']);
    expect(moved[0]).toMatchObject({ outcome: 'reassigned' });
    expect(moved[1]).toMatchObject({ fromQueueId: 'support', fromAgentId: 'ana' });
    expect(moved[2]).toMatchObject({ queueId: 'support' });
    const missed = decide(after(requested, toAgent('ben')), new ExpireOffer(ID, 'moved-ben', at(50)));
    expect(missed.at(-1)).toMatchObject({ type: 'Queued', queueId: 'support' });
  });

  it('can take it back: the owner has it again while they owe the wrap-up, and otherwise it waits', () => {
    const cancel = new CancelTransfer(ID, 'sue', at(25), true);
    expect(view(after(active, toAgent('ben'), cancel))).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
    expect(types(decide(after(active, toAgent('ben'), new ApplyWrapUp(ID, 'ana', 'resolved', at(22))), cancel))).toEqual(['OfferWithdrawn', 'TransferDropped', 'Queued']);
    expect(types(decide(after(started, toAgent('ben')), cancel))).toEqual(['OfferWithdrawn', 'TransferDropped', 'Queued']);
    given(after(active, toAgent('ben'))).when(new CancelTransfer(ID, 'ana', at(25))).then({ code: 'offer-closed' });
    given(active).when(cancel).then({ code: 'offer-closed' });
  });
});

describe('a supervisor who takes over', () => {
  it('owns what nobody owned, at once', () => {
    const taken = decide(started, toAgent('sue'));
    expect(types(taken)).toEqual(['Offered', 'Accepted']);
    expect(view(after(started, toAgent('sue')))).toMatchObject({ status: 'active', participants: [{ agentId: 'sue', role: 'primary' }] });
    expect(types(decide(offered, toAgent('sue')))).toEqual(['OfferWithdrawn', 'Offered', 'Accepted']);
  });

  it('owns it in the place of the owner, who owes a wrap-up', () => {
    const taken = decide(active, toAgent('sue'));
    expect(types(taken)).toEqual(['WrapUpStarted', 'Offered', 'Accepted', 'OwnershipTransferred']);
    expect(taken[3]).toMatchObject({ fromAgentId: 'ana', toAgentId: 'sue', cause: 'supervisor' });
    expect(decide(after(active, toAgent('sue')), toAgent('sue', 21))).toEqual([]);
  });

  it('goes on with the colleague who had joined', () => {
    expect(view(after(conference, toAgent('sue')))).toMatchObject({ status: 'conference', participants: [{ agentId: 'ben', role: 'conferenced' }, { agentId: 'sue', role: 'primary' }] });
  });

  it('may give it to the colleague who had joined, without asking', () => {
    const moved = decide(conference, new ReassignConversation(ID, { type: 'agent', id: 'ben' }, sue, at(20)));
    expect(types(moved)).toEqual(['OwnershipTransferred', 'WrapUpStarted']);
    expect(view([...conference, ...moved])).toMatchObject({ status: 'active', participants: [{ agentId: 'ben', role: 'primary' }] });
  });
});

describe('a supervisor cannot move a conversation', () => {
  it('that has ended, to a queue that is not there, or to an agent without a place', () => {
    given(after(active, new EndConversation(ID, 'ana', false, at(9)))).when(toQueue('sales')).then({ code: 'conversation-ended' });
    given(active).when(toQueue('nowhere')).then({ code: 'unknown-target' });
    given(active).when(new ReassignConversation(ID, { type: 'agent', id: 'ben' }, sue, at(20))).then({ code: 'agent-not-available' });
    given([]).when(toQueue('sales')).then({ code: 'not-found' });
  });
});
