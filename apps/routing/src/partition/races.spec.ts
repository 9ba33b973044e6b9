import { HoldPlace } from '../hold-place/hold-place';
import { available, idle, offered, queued, Story } from '../testing/given.testing';

/** Ben has one place. */
const hold = new HoldPlace({ offerId: 'o9', agentId: 'ben', conversationId: 'c9', queueId: 'support', kind: 'transfer' });
const reserved = (entryId: string) => ({ type: 'CapacityReserved', agentId: 'ben', entryId });

describe('R4 the same request is offered by two: the conversation made the other’s offer', () => {
  const theirs = { conversationId: 'c1', offerId: 'theirs', agentId: 'ben', entryId: 'c1/1' };

  it('after ours was reserved: ours is let go', () => {
    const story = Story.given(available('ana'), queued('c1/1')).when(available('ben'));
    story.when(offered(theirs)).then({ type: 'CapacityReleased', agentId: 'ana', cause: 'withdrawn' }, { type: 'CapacityReserved', offerId: 'theirs' }, { type: 'OfferMade', offerId: 'theirs' });
  });

  it('before anything was reserved: nobody else is asked', () => {
    const story = Story.given(queued('c1/1'), available('ben')).when(available('ana'));
    expect(story.state.worksIn('c1')).toEqual([]);
    Story.given(queued('c1/1'), offered(theirs)).thenAsked({ type: 'WithdrawOffer', offerId: 'theirs' });
  });
});

describe('R5 two want the last place of an agent', () => {
  it.each([['c1/1', 'c2/1'], ['c2/1', 'c1/1']])('requests: %s first, and %s waits', (first, second) => {
    Story.given(available('ben'), queued(first)).then({ type: 'WorkQueued' }, reserved(first)).when(queued(second)).then({ type: 'WorkQueued', entryId: second });
  });

  it('a colleague first: the request waits', () => {
    Story.given(available('ben'), hold).then({ type: 'CapacityReserved', offerId: 'o9' }).when(queued('c1/1')).then({ type: 'WorkQueued' });
  });

  it('a request first: the colleague is told to choose again', () => {
    Story.given(available('ben'), queued('c1/1')).when(hold).thenRefused('agent-not-available');
  });
});

describe('R9 an agent chooses idle while a request comes', () => {
  it('idle first: the request goes to another', () => {
    Story.given(available('ben'), available('ana'), idle('ben')).when(queued('c1/1')).then({ type: 'WorkQueued' }, { type: 'CapacityReserved', agentId: 'ana' });
  });

  it('the request first: the agent is asked, and idle afterwards', () => {
    Story.given(available('ben'), queued('c1/1')).when(idle('ben')).then({ type: 'AgentStateChanged', state: { name: 'available', pending: { name: 'idle' } } }).thenAsked();
  });
});
