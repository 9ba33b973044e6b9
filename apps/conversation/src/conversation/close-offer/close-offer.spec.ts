import { active, at, decide, given, ID, iso, offered } from '../examples.spec-kit';
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
