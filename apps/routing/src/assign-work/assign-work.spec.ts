import { accepted, available, idle, NOON, queued, Story, wrapUpStarted, wrappedUp } from '../testing/given.testing';

const reserved = (agentId: string, entryId: string) => ({ type: 'CapacityReserved', agentId, entryId });

describe('assigning work', () => {
  it('asks the conversation to make the offer for the place it holds', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const offerId = story.offerOf('ana');
    story.then({ type: 'WorkQueued', entryId: 'c1/1' }, { ...reserved('ana', 'c1/1'), kind: 'queue', queueId: 'support', capacity: { max: 2, used: 1 }, until: new Date(story.atMs + 60_000).toISOString() });
    story.thenAsked({
      type: 'OfferConversation',
      conversationId: 'c1',
      entryId: 'c1/1',
      offerId,
      agentId: 'ana',
      agentName: 'Ana López',
      queueId: 'support',
      queueName: 'Support',
      kind: 'queue',
      offerTimeoutSeconds: 30,
    });
  });

  it('gives work that waits to whoever becomes available', () => {
    Story.given(queued('c1/1')).thenAsked().when(available('ana')).thenAsked({ type: 'OfferConversation', agentId: 'ana', entryId: 'c1/1' });
  });

  it('takes the agent who has been available the longest', () => {
    const story = Story.given(available('ben'), available('ana'), queued('c1/1')).thenAsked({ agentId: 'ben' });
    story.when(queued('c2/1')).thenAsked({ agentId: 'ana' });
  });

  it('counts from the last change of work', () => {
    const story = Story.given(available('ana'), available('cleo'), idle('cleo'), available('cleo'));
    story.when(queued('c1/1', 'support')).thenAsked({ agentId: 'ana' });
    story.when(available('ben')).when(queued('c2/1', 'sales')).thenAsked({ agentId: 'cleo' });
    story.when(queued('c3/1', 'sales')).thenAsked({ agentId: 'ben' });
  });

  it('goes by priority, then by first arrival, then by order of entry', () => {
    const story = Story.given(queued('late/1', 'support', { arrivedAtMs: NOON + 5 }), queued('early/1'), queued('next/1'), queued('urgent/1', 'support', { priority: 1, arrivedAtMs: NOON + 9 }));
    story.when(available('ana')).thenAsked({ entryId: 'urgent/1' }, { entryId: 'early/1' });
    story.when(available('ben')).thenAsked({ entryId: 'next/1' });
  });

  it('looks over all queues of an agent', () => {
    Story.given(queued('c1/1', 'sales', { arrivedAtMs: NOON + 1 }), queued('c2/1', 'support'), available('ben')).thenAsked({ entryId: 'c2/1' });
  });

  it('never offers to somebody of another queue, without the role, idle or full', () => {
    Story.given(available('cleo'), available('sue'), idle('ana'), available('ben'), queued('c1/1')).thenAsked({ agentId: 'ben' }).when(queued('c2/1')).thenAsked();
  });

  it('does not give a transfer back to whoever handed it over and owes its wrap-up, but to whoever else owes one', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const byAna = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(accepted(byAna)).when(wrapUpStarted(byAna));
    story.when(queued('c1/2', 'support', { purpose: 'transfer', requestedById: 'ana' })).thenAsked();
    story.when(queued('c1/3', 'support', { purpose: 'transfer', requestedById: 'ben' })).thenAsked({ agentId: 'ana', entryId: 'c1/3' });
  });

  it('may give it back once the wrap-up is given, when nobody else is there', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const byAna = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(accepted(byAna)).when(wrapUpStarted(byAna)).when(queued('c1/2', 'support', { purpose: 'transfer', requestedById: 'ana' })).thenAsked();
    story.when(wrappedUp(byAna)).thenAsked({ agentId: 'ana', entryId: 'c1/2' });
  });

  it('never offers a conversation to somebody who is in it', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(accepted(offer)).when(queued('c1/2', 'support', { purpose: 'transfer' })).thenAsked();
    story.when(queued('c2/1', 'support', { arrivedAtMs: NOON + 1 })).thenAsked({ agentId: 'ana', entryId: 'c2/1' });
    story.when(wrappedUp(offer)).thenAsked({ agentId: 'ana', entryId: 'c1/2', kind: 'transfer' });
  });

  it('makes as many offers as one append holds and says that there is more', () => {
    const story = Story.given(available('ana'));
    for (let n = 0; n < 4; n += 1) story.when(queued(`c${n}/1`));
    expect(story.history.filter(({ type }) => type === 'CapacityReserved')).toHaveLength(2);
  });
});
