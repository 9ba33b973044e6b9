import { RequestConference } from '../conference/conference';
import { EndConversation } from '../end-conversation/end-conversation';
import { active, after, at, decide, given, ID, iso, offered, offerTo, started } from '../examples.spec-kit';
import { ReassignConversation } from '../reassign/reassign';
import { RequestTransfer } from '../transfer/transfer';
import { ExpireOffer, RejectOffer, WithdrawOffer } from './close-offer';

const queuedAgain = (reason: string, seconds: number) =>
  expect.objectContaining({ type: 'Queued', queueId: 'support', purpose: 'queue', reason, arrivedAt: iso(0), queuedAt: iso(seconds) });

describe('an offer that is not taken', () => {
  it('was missed when its time is over, and the request keeps its place', () => {
    expect(decide(offered, new ExpireOffer(ID, 'offer-ana', at(31)))).toEqual([
      { type: 'OfferMissed', offerId: 'offer-ana', kind: 'queue', agentId: 'ana', queueId: 'support', missedAt: iso(31) },
      queuedAgain('missed', 31),
    ]);
  });

  it('is not missed before its deadline, nor after it was answered', () => {
    given(offered).when(new ExpireOffer(ID, 'offer-ana', at(31) - 1)).then();
    given(active).when(new ExpireOffer(ID, 'offer-ana', at(60))).then();
  });

  it('goes back to the queue when the agent says no', () => {
    expect(decide(offered, new RejectOffer(ID, 'offer-ana', 'ana', at(3)))).toEqual([
      expect.objectContaining({ type: 'OfferRejected', agentId: 'ana', rejectedAt: iso(3) }),
      queuedAgain('rejected', 3),
    ]);
    given(offered).when(new RejectOffer(ID, 'offer-ana', 'ben', at(3))).then({ code: 'not-a-participant' });
    given(active).when(new RejectOffer(ID, 'offer-ana', 'ana', at(9))).then({ code: 'offer-closed' });
  });

  it('goes back to the queue without blame when routing takes it back', () => {
    expect(decide(offered, new WithdrawOffer(ID, 'offer-ana', 'agent-unavailable', at(3)))).toEqual([
      expect.objectContaining({ type: 'OfferWithdrawn', agentId: 'ana', cause: 'agent-unavailable' }),
      queuedAgain('withdrawn', 3),
    ]);
    given(active).when(new WithdrawOffer(ID, 'offer-ana', 'agent-unavailable', at(9))).then();
  });
});

describe('an offer that routing takes back before it is made', () => {
  const takeBack = new WithdrawOffer(ID, 'offer-ana', 'superseded', at(60));
  const takenBack = after(started, takeBack);

  it('will never be made, and the wait goes on', () => {
    expect(decide(started, takeBack)).toEqual([{ type: 'OfferNotMade', offerId: 'offer-ana', decidedAt: iso(60) }]);
    given(takenBack).when(offerTo('ana', started, { seconds: 61 })).then();
    given(takenBack).when(takeBack).then();
    expect(decide(takenBack, offerTo('ben', started, { seconds: 61 }))).toMatchObject([{ type: 'Offered', agentId: 'ben' }]);
  });

  it('is not asked for by a colleague or a supervisor either, who are told to choose again', () => {
    const direct = { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 };
    const toBen = { type: 'agent', id: 'ben' } as const;
    const late = after(active, new WithdrawOffer(ID, 'offer-ben', 'superseded', at(20)));
    for (const ask of [new RequestTransfer(ID, toBen, 'ana', at(21), direct), new RequestConference(ID, toBen, 'ana', at(21), direct), new ReassignConversation(ID, toBen, { id: 'sue', name: 'SUE' }, at(21), direct)])
      given(late).when(ask).then({ code: 'agent-not-available' });
  });

  it('needs no word when the conversation has ended', () => {
    given(after(active, new EndConversation(ID, 'ana', false, at(40)))).when(new WithdrawOffer(ID, 'offer-ben', 'superseded', at(60))).then();
  });

  it('is not made for an agent who is in already, and routing hears so', () => {
    const requested = after(active, new RequestConference(ID, { type: 'queue', id: 'sales' }, 'ana', at(10)));
    expect(decide(requested, offerTo('ana', requested, { seconds: 11, offerId: 'offer-ana-2', kind: 'conference', queueId: 'sales' }))).toMatchObject([{ type: 'OfferNotMade', offerId: 'offer-ana-2' }]);
  });
});
