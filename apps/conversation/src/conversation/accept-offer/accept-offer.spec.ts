import { activeLegs, toConversation } from '@parley/contracts';
import { active, after, at, decide, given, ID, iso, offered, offerTo, started } from '../examples.spec-kit';
import { ExpireOffer, RejectOffer, WithdrawOffer } from '../close-offer/close-offer';
import { EndConversation } from '../end-conversation/end-conversation';
import { evolve, noConversation } from '../conversation';
import { AcceptOffer } from './accept-offer';

const accept = (agentId = 'ana', seconds = 5, offerId = 'offer-ana') => new AcceptOffer(ID, offerId, agentId, at(seconds));

describe('an offer', () => {
  it('shows the agent who asks, on which number, since when and until when', () => {
    expect(decide(started, offerTo('ana', started, { seconds: 2 }))).toEqual([
      expect.objectContaining({
        type: 'Offered',
        agentId: 'ana',
        kind: 'queue',
        customerName: 'Ana Példa',
        customerPhone: '+12025550101',
        sourceNumber: '+1 555 010 0001',
        receivedAt: iso(0),
        offeredAt: iso(2),
        expiresAt: iso(32),
      }),
    ]);
  });

  it('is made once, for the wait that it answers and for no other', () => {
    given(offered).when(offerTo('ana', started)).then();
    given(offered).when(offerTo('ben', started)).then();
    const missed = after(offered, new ExpireOffer(ID, 'offer-ana', at(31)));
    given(missed).when(offerTo('ben', started)).then();
    expect(decide(missed, offerTo('ben', missed))).toHaveLength(1);
  });
});

describe('accepting', () => {
  it('gives the conversation to the agent', () => {
    expect(decide(offered, accept())).toEqual([
      { type: 'Accepted', offerId: 'offer-ana', kind: 'queue', legId: 'offer-ana', agentId: 'ana', agentName: 'ANA', queueId: 'support', acceptedAt: iso(5), waitedMs: 5_000 },
    ]);
    const state = active.reduce((before, event, revision) => evolve(before, event, { stream: `conversation-${ID}`, revision }), noConversation);
    expect(activeLegs(state.view!)).toHaveLength(1);
    expect(toConversation(state.view!)).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
  });

  it('is quiet when repeated', () => given(active).when(accept('ana', 40)).then());

  it('counts in the very last millisecond and not after it', () => {
    expect(decide(offered, accept('ana', 31))).toHaveLength(1);
    given(offered).when(new AcceptOffer(ID, 'offer-ana', 'ana', at(31) + 1)).then({ code: 'offer-closed' });
  });

  it('is refused to anyone who was not asked', () => {
    given(offered).when(accept('ben')).then({ code: 'not-a-participant' });
    given(active).when(accept('ben')).then({ code: 'not-a-participant' });
    given(offered).when(accept('ana', 5, 'no-such-offer')).then({ code: 'offer-closed' });
    given(offered).when(accept('ben', 5, 'no-such-offer')).then({ code: 'not-a-participant' });
  });

  it.each([
    ['missed', new ExpireOffer(ID, 'offer-ana', at(31))],
    ['rejected', new RejectOffer(ID, 'offer-ana', 'ana', at(6))],
    ['taken back', new WithdrawOffer(ID, 'offer-ana', 'agent-unavailable', at(6))],
    ['closed by the end', new EndConversation(ID, 'sofia', true, at(6))],
  ])('is refused when the offer was %s', (_, command) => {
    given(after(offered, command)).when(accept('ana', 20)).then({ code: 'offer-closed' });
  });

  it('needs a conversation', () => given().when(accept()).then({ code: 'not-found' }));
});
