import { available, missed, offered, queued, Story } from '../testing/given.testing';
import { ExpireReservations, HoldPlace } from '../hold-place/hold-place';
import { remindConversations } from './remind-conversations';

describe('reminding the conversations', () => {
  it('repeats, word for word, what was asked and is not made yet', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    expect(remindConversations(story.state)).toEqual(story.commands);
  });

  it('leaves alone what was made, and what the conversation makes itself', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    story.when(offered({ conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana', entryId: 'c1/1' }));
    story.when(new HoldPlace({ offerId: 'o2', agentId: 'ana', conversationId: 'c2', queueId: 'support', kind: 'transfer' }));
    expect(remindConversations(story.state)).toEqual([]);
  });

  it('asks again about a reservation that is overdue, made or not', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana', entryId: 'c1/1' };
    story.when(new ExpireReservations(), 60_000);
    expect(remindConversations(story.state)).toEqual(story.commands);
    story.when(offered({ ...offer, expiresAtMs: story.atMs })).when(new ExpireReservations(), 60_000);
    expect(remindConversations(story.state)).toMatchObject([{ type: 'WithdrawOffer', offerId: offer.offerId }]);
  });

  it('takes back again what an agent in RONA still has', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(queued('c2/1')).when(missed(offer));
    expect(remindConversations(story.state)).toEqual(story.commands);
    expect(story.commands).toMatchObject([{ type: 'WithdrawOffer', conversationId: 'c2' }]);
  });
});
