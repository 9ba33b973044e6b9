import { accepted, available, idle, missed, offered, queued, Story, wrapUpCancelled, wrapUpStarted } from '../testing/given.testing';
import { ExpireReservations, HoldPlace, LetPlaceGo } from './hold-place';

const hold = (offerId: string, agentId: string, conversationId = 'c9') => new HoldPlace({ offerId, agentId, conversationId, queueId: 'support', kind: 'transfer' });

describe('holding a place for a direct offer', () => {
  it('reserves it without asking the conversation for anything, once', () => {
    const story = Story.given(available('ana'), hold('o1', 'ana'));
    story.then({ type: 'CapacityReserved', offerId: 'o1', agentId: 'ana', conversationId: 'c9', kind: 'transfer', capacity: { used: 1 } }).thenAsked();
    story.when(hold('o1', 'ana')).then();
  });

  it('is refused for who is not available, full, in it already, or no agent', () => {
    Story.given(idle('ana'), hold('o1', 'ana')).thenRefused('agent-not-available');
    Story.given(hold('o1', 'ana')).thenRefused('agent-not-available');
    Story.given(available('ben'), hold('o1', 'ben'), hold('o2', 'ben', 'c8')).thenRefused('agent-not-available');
    Story.given(available('ana'), hold('o1', 'ana'), hold('o2', 'ana')).thenRefused('agent-not-available');
    Story.given(available('sue'), hold('o1', 'sue')).thenRefused('agent-not-available');
  });

  it('is possible for who was in it and merely owes the wrap-up, while they have another place', () => {
    const which = { conversationId: 'c9', offerId: 'o1', agentId: 'ana' };
    const left = () => Story.given(available('ana'), hold('o1', 'ana'), accepted(which), wrapUpStarted(which)).then({ type: 'LegEnded', offerId: 'o1', agentId: 'ana' });
    left().when(hold('o2', 'ana')).then({ type: 'CapacityReserved', offerId: 'o2', conversationId: 'c9', capacity: { max: 2, used: 2 } });
    left().when(wrapUpCancelled(which)).then({ type: 'LegRestored', offerId: 'o1' }).when(hold('o2', 'ana')).thenRefused('agent-not-available');
    left().when(hold('o2', 'ana', 'c8')).when(hold('o3', 'ana')).thenRefused('agent-not-available');
  });

  it('holds it through acceptance, or sends the agent to RONA when missed', () => {
    const which = { conversationId: 'c9', offerId: 'o1', agentId: 'ana', kind: 'transfer' as const };
    Story.given(available('ana'), hold('o1', 'ana'), offered(which)).then({ type: 'OfferMade', offerId: 'o1' }).when(accepted(which)).then({ type: 'CapacityCommitted', capacity: { used: 1 } });
    Story.given(available('ana'), hold('o1', 'ana'), missed(which)).then({ type: 'CapacityReleased', cause: 'missed' }, { type: 'AgentStateChanged', state: { name: 'rona' } });
  });

  it('lets it go when asked to, but not what was accepted', () => {
    Story.given(available('ana'), hold('o1', 'ana'), new LetPlaceGo('o1')).then({ type: 'CapacityReleased', cause: 'withdrawn', capacity: { used: 0 } }).when(new LetPlaceGo('o1')).then();
    Story.given(available('ana'), hold('o1', 'ana'), accepted({ conversationId: 'c9', offerId: 'o1', agentId: 'ana' }), new LetPlaceGo('o1')).then();
  });

  it('frees the place for work that waits', () => {
    Story.given(available('ben'), hold('o1', 'ben'), queued('c1/1')).thenAsked().when(new LetPlaceGo('o1')).thenAsked({ type: 'OfferConversation', agentId: 'ben', entryId: 'c1/1' });
  });
});

describe('a reservation without outcome', () => {
  it('lasts up to the millisecond before its deadline', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    story.when(new ExpireReservations(), 59_999).then();
    story.when(new ExpireReservations(), 1).then({ type: 'CapacityReleased', cause: 'expired' }, { type: 'CapacityReserved', entryId: 'c1/1' });
  });

  it('takes the offer back before the work is offered on, at its old place', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const first = story.offerOf('ana');
    story.when(new ExpireReservations(), 60_000);
    const second = story.offerOf('ana');
    expect(second).not.toBe(first);
    story.thenAsked({ type: 'WithdrawOffer', conversationId: 'c1', offerId: first, cause: 'superseded' }, { type: 'OfferConversation', offerId: second, entryId: 'c1/1' });
  });

  it('lasts thirty seconds beyond the deadline of an offer that was made late', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const which = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana', entryId: 'c1/1' };
    story.when(offered({ ...which, expiresAtMs: story.atMs + 80_000 })).then({ type: 'OfferMade' });
    story.when(new ExpireReservations(), 60_000).then();
    story.when(new ExpireReservations(), 50_000).then({ type: 'CapacityReleased', cause: 'expired' }, { type: 'CapacityReserved' });
  });
});
