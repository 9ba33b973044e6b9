import { accepted, available, closed, conferenceDropped, ended, idle, missed, NOON, offered, queued, rejected, Story, transferDropped, transferRequested, withdrawn, wrappedUp, wrapUpStarted } from '../testing/given.testing';
import { LetPlaceGo } from '../hold-place/hold-place';
import { FollowConversations } from './follow-conversation';

/** Ana, who has two places, is offered c1. */
function anaIsOffered() {
  const story = Story.given(available('ana'), queued('c1/1'));
  return { story, offer: { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana', entryId: 'c1/1' } };
}

describe('what happens to an offer', () => {
  it('made: its reservation lasts as long as the offer, and some more', () => {
    const { story, offer } = anaIsOffered();
    story.when(offered({ ...offer, expiresAtMs: NOON + 40_000 })).then({ type: 'OfferMade', offerId: offer.offerId, until: new Date(NOON + 70_000).toISOString() });
  });

  it('accepted: the place is taken, through the wrap-up', () => {
    const { story, offer } = anaIsOffered();
    story.when(accepted(offer)).then({ type: 'CapacityCommitted', offerId: offer.offerId, capacity: { max: 2, used: 1 } });
    story.when(ended('c1')).then();
    story.when(wrappedUp(offer)).then({ type: 'CapacityReleased', cause: 'wrapped-up', capacity: { used: 0 } });
    story.when(closed('c1')).then();
  });

  it('missed: the agent goes to RONA and everything else offered to them is taken back', () => {
    const { story, offer } = anaIsOffered();
    story.when(queued('c2/1'));
    const other = story.offerOf('ana');
    story.when(missed(offer)).then({ type: 'CapacityReleased', cause: 'missed', capacity: { used: 1 } }, { type: 'AgentStateChanged', previous: 'available', state: { name: 'rona' }, by: { kind: 'system' } });
    story.thenAsked({ type: 'WithdrawOffer', conversationId: 'c2', offerId: other, cause: 'agent-unavailable' });
    story.when(missed({ conversationId: 'c2', offerId: other, agentId: 'ana' })).then({ type: 'CapacityReleased', cause: 'missed' });
  });

  it('missed by an agent who meant to be idle: RONA too', () => {
    const { story, offer } = anaIsOffered();
    story.when(idle('ana', 'lunch')).when(missed(offer)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', previous: 'available', state: { name: 'rona' } });
  });

  it('rejected or withdrawn: the place is free, the agent stays available', () => {
    for (const [closing, cause] of [[rejected, 'rejected'], [withdrawn, 'withdrawn']] as const) {
      const { story, offer } = anaIsOffered();
      const refused = cause === 'rejected' ? [{ type: 'WorkRefused', conversationId: 'c1', wait: 'owner', agentId: 'ana' }] : [];
      story.when(closing(offer)).then(...refused, { type: 'CapacityReleased', cause, state: { name: 'available' } });
    }
  });

  it('goes on to the next agent at the place of its first arrival', () => {
    const { story, offer } = anaIsOffered();
    story.when(queued('c2/1', 'support', { arrivedAtMs: NOON + 1 })).when(queued('c3/1', 'support', { arrivedAtMs: NOON + 2 }));
    story.when(missed(offer)).when(queued('c1/2'));
    story.when(available('ben')).thenAsked({ agentId: 'ben', entryId: 'c1/2' });
  });
});

describe('work that nobody needs to do any more', () => {
  it('is gone when the conversation ends, reserved or waiting', () => {
    const { story } = anaIsOffered();
    story.when(ended('c1')).then({ type: 'CapacityReleased', cause: 'ended' });
    Story.given(queued('c1/1'), ended('c1')).then({ type: 'WorkRemoved', entryId: 'c1/1', cause: 'ended' }).when(available('ana')).thenAsked();
  });

  it('is gone when a transfer or a request for a colleague is dropped', () => {
    Story.given(queued('c1/1', 'support', { purpose: 'transfer' }), conferenceDropped('c1')).then().when(transferDropped('c1')).then({ type: 'WorkRemoved', cause: 'dropped' });
    Story.given(queued('c1/1', 'support', { purpose: 'conference' }), transferDropped('c1')).then().when(conferenceDropped('c1')).then({ type: 'WorkRemoved', cause: 'dropped' });
    const { story } = anaIsOffered();
    story.when(transferDropped('c1')).then({ type: 'CapacityReleased', cause: 'withdrawn' });
  });

  it('is gone when a supervisor moves the conversation, reserved or waiting', () => {
    Story.given(queued('c1/1'), transferRequested('c1')).then({ type: 'WorkRemoved', entryId: 'c1/1', cause: 'superseded' }).when(available('ana')).thenAsked();
    const { story } = anaIsOffered();
    story.when(transferRequested('c1')).then({ type: 'CapacityReleased', cause: 'withdrawn' });
  });

  it('that a supervisor took from an agent does not come back to them while they owe the wrap-up', () => {
    const { story, offer } = anaIsOffered();
    story.when(accepted(offer)).when(wrapUpStarted(offer)).when(queued('c1/2', 'support', { purpose: 'transfer', requestedById: 'sue', takenFrom: 'ana' })).thenAsked();
    story.when(wrappedUp(offer)).thenAsked({ type: 'OfferConversation', agentId: 'ana', entryId: 'c1/2' });
  });

  it('is superseded by a new wait of the same conversation, but not by a request for a colleague', () => {
    Story.given(queued('c1/1'), queued('c1/2', 'sales')).then({ type: 'WorkRemoved', entryId: 'c1/1', cause: 'superseded' }, { type: 'WorkQueued', entryId: 'c1/2' });
    Story.given(queued('c1/1'), queued('c1/2', 'sales', { purpose: 'conference' })).then({ type: 'WorkQueued', entryId: 'c1/2' });
  });

  it('leaves no trace: the state is as at the beginning', () => {
    const { story, offer } = anaIsOffered();
    story.when(accepted(offer)).when(ended('c1')).when(wrappedUp(offer)).when(closed('c1'));
    const { places, reserved, waiting } = story.state;
    expect([places.size, reserved.size, waiting.size, [...story.state.worksIn('c1')], [...story.state.placesIn('c1')]]).toEqual([0, 0, 0, [], []]);
  });

  it('frees every place when the conversation is closed', () => {
    const { story, offer } = anaIsOffered();
    story.when(accepted(offer)).when(closed('c1')).then({ type: 'CapacityReleased', cause: 'ended', capacity: { used: 0 } });
  });
});

describe('an offer whose reservation is gone', () => {
  /** The conversation let Ana's place go, and yet had asked her; meanwhile the same work is reserved for Ben. */
  function late() {
    const { story, offer } = anaIsOffered();
    story.when(idle('ana')).when(new LetPlaceGo(offer.offerId)).when(available('ben')).when(queued('c1/1')).thenAsked({ type: 'OfferConversation', agentId: 'ben' });
    return { story, offer };
  }

  it('gets its place back when the agent has one, and the later reservation is let go', () => {
    const { story, offer } = late();
    story.when(available('ana')).when(offered(offer)).then({ type: 'CapacityReleased', agentId: 'ben', cause: 'withdrawn' }, { type: 'CapacityReserved', agentId: 'ana', offerId: offer.offerId }, { type: 'OfferMade' });
  });

  it('is taken back when the agent has none', () => {
    const { story, offer } = late();
    story.when(offered(offer)).then({ type: 'CapacityReleased', agentId: 'ben', cause: 'withdrawn' }).thenAsked({ type: 'WithdrawOffer', offerId: offer.offerId, cause: 'superseded' });
  });

  it('takes a place all the same when it was accepted: the agent is in the conversation', () => {
    const { story, offer } = late();
    story.when(accepted(offer)).then({ type: 'CapacityCommitted', agentId: 'ana', capacity: { used: 1 } }, { type: 'CapacityReleased', agentId: 'ben', cause: 'withdrawn' });
  });
});

describe('an event that comes again', () => {
  it('changes nothing, alone or among others', () => {
    const again = new FollowConversations(3, [{ conversationId: 'c1', position: 7, event: queued('c1/1')[1] }]);
    const more = new FollowConversations(3, [...again.happened, ...again.happened, { conversationId: 'c2', position: 9, event: queued('c2/1')[1] }]);
    const story = Story.given(again).then({ type: 'WorkQueued', entryId: 'c1/1' });
    expect(story.events.at(-1)).toEqual({ type: 'InputConsumed', partition: 3, position: 7 });
    story.when(again);
    expect(story.events).toEqual([]);
    story.when(more).then({ type: 'WorkQueued', entryId: 'c2/1' });
  });
});
