import { accepted, available, idle, missed, NOON, notMade, offered, queued, Story, wrapUpCancelled, wrapUpStarted } from '../testing/given.testing';
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
  const askedBack = (offerId: string) => ({ type: 'WithdrawOffer', conversationId: 'c1', offerId, cause: 'superseded' });
  const anaIsAsked = () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    return { story, offer: { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana', entryId: 'c1/1' } };
  };

  it('is asked about at its deadline, once, and not a millisecond before', () => {
    const { story, offer } = anaIsAsked();
    story.when(new ExpireReservations(), 59_999).then().thenAsked();
    story.when(new ExpireReservations(), 1).then({ type: 'ReservationOverdue', offerId: offer.offerId }).thenAsked(askedBack(offer.offerId));
    story.when(new ExpireReservations(), 600_000).then().thenAsked();
  });

  it('holds its place until the conversation’s word comes, however late: acceptance takes no place that was given away', () => {
    const { story, offer } = anaIsAsked();
    story.when(queued('c2/1')).when(queued('c3/1')).when(new ExpireReservations(), 600_000);
    expect(story.state.capacityOf('ana')).toEqual({ max: 2, used: 2 });
    story.when(offered(offer)).then({ type: 'OfferMade' }).when(accepted(offer)).then({ type: 'CapacityCommitted', capacity: { max: 2, used: 2 } });
  });

  it('is over with the word that the offer will not be made; what it was made for is offered on at its old place', () => {
    const { story, offer } = anaIsAsked();
    story.when(queued('c2/1', 'support', { arrivedAtMs: NOON + 1 })).when(queued('c3/1', 'support', { arrivedAtMs: NOON + 2 })).when(new ExpireReservations(), 60_000);
    story.when(notMade(offer)).then({ type: 'CapacityReleased', cause: 'expired' }, { type: 'CapacityReserved', entryId: 'c1/1' });
    expect(story.offerOf('ana')).not.toBe(offer.offerId);
    story.when(notMade(offer)).then();
  });

  it('is asked about thirty seconds after the deadline of an offer that was made late', () => {
    const { story, offer } = anaIsAsked();
    story.when(offered({ ...offer, expiresAtMs: story.atMs + 80_000 })).then({ type: 'OfferMade' });
    story.when(new ExpireReservations(), 60_000).then();
    story.when(new ExpireReservations(), 50_000).then({ type: 'ReservationOverdue' });
  });

  it('is held for a direct offer too, until the conversation says that it is not made or lets the place go', () => {
    const held = () => Story.given(available('ana'), hold('o1', 'ana')).when(new ExpireReservations(), 60_000).then({ type: 'ReservationOverdue' }).thenAsked({ ...askedBack('o1'), conversationId: 'c9' });
    held().when(notMade({ conversationId: 'c9', offerId: 'o1' })).then({ type: 'CapacityReleased', cause: 'expired', capacity: { used: 0 } });
    held().when(new LetPlaceGo('o1')).then({ type: 'CapacityReleased', capacity: { used: 0 } });
  });
});
