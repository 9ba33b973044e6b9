import type { OfferKind } from '@parley/contracts';
import { HoldPlace } from '../hold-place/hold-place';
import { restore, takeSnapshot } from '../partition/snapshot';
import { accepted, available, closed, conferenceDropped, ended, queued, rejected, Story, transferDropped, transferRequested, wrappedUp } from '../testing/given.testing';

/** Ana has rejected c1, which waits again at once. */
function refusedByAna(kind: OfferKind = 'queue') {
  const story = Story.given(available('ana'), queued('c1/1', 'support', { purpose: kind })).thenAsked({ agentId: 'ana' });
  const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana', kind };
  story.when(rejected(offer)).then({ type: 'WorkRefused', conversationId: 'c1', agentId: 'ana' }, { type: 'CapacityReleased', cause: 'rejected' });
  return story.when(queued('c1/2', 'support', { purpose: kind }));
}

const refusals = ({ state }: Story) => state.refusals.all();

describe('what an agent has rejected', () => {
  it.each(['queue', 'transfer', 'conference'] as const)('is not offered to them again (%s), though nobody else is there, but to others', (kind) => {
    const story = refusedByAna(kind).thenAsked();
    story.when(available('ana')).thenAsked().when(queued('c2/1')).thenAsked({ agentId: 'ana', entryId: 'c2/1' });
    story.when(available('ben')).thenAsked({ agentId: 'ben', entryId: 'c1/2' });
  });

  it('waits when everyone has rejected it, and holds up nothing behind it', () => {
    const story = refusedByAna().when(available('ben')).thenAsked({ agentId: 'ben' });
    story.when(rejected({ conversationId: 'c1', offerId: story.offerOf('ben'), agentId: 'ben' })).when(queued('c1/3')).thenAsked();
    story.when(queued('c2/1')).thenAsked({ entryId: 'c2/1' });
    expect(story.state.waiting.get('c1/3')).toBeDefined();
  });

  it('is not offered to them from another queue either', () => {
    const story = Story.given(available('ben'), queued('c1/1'));
    story.when(rejected({ conversationId: 'c1', offerId: story.offerOf('ben'), agentId: 'ben' })).when(queued('c1/2', 'sales')).thenAsked();
    story.when(available('cleo')).thenAsked({ agentId: 'cleo', entryId: 'c1/2' });
  });

  it('is theirs when a supervisor names them', () => {
    refusedByAna().when(new HoldPlace({ offerId: 'o9', agentId: 'ana', conversationId: 'c1', queueId: 'support', kind: 'transfer' })).then({ type: 'CapacityReserved', agentId: 'ana' });
  });

  it('may be offered to them once somebody has had it', () => {
    const story = refusedByAna().when(available('ben'));
    const byBen = { conversationId: 'c1', offerId: story.offerOf('ben'), agentId: 'ben' };
    story.when(accepted(byBen)).then({ type: 'CapacityCommitted' }, { type: 'RefusalsForgotten', wait: 'owner' });
    story.when(queued('c1/3', 'support', { purpose: 'transfer', requestedById: 'ben' })).thenAsked({ agentId: 'ana', entryId: 'c1/3' });
  });

  it('may be offered to them when a supervisor gives it to a queue anew, or its agent asks anew', () => {
    refusedByAna().when(transferRequested('c1')).when(queued('c1/3', 'support', { purpose: 'transfer' })).thenAsked({ agentId: 'ana' });
    refusedByAna('transfer').when(transferDropped('c1')).when(queued('c1/3', 'support', { purpose: 'transfer' })).thenAsked({ agentId: 'ana' });
    refusedByAna('conference').when(conferenceDropped('c1')).when(queued('c1/3', 'support', { purpose: 'conference' })).thenAsked({ agentId: 'ana' });
  });

  it('is another thing than being asked to join, and the other way round', () => {
    refusedByAna().when(queued('c1/3', 'support', { purpose: 'conference' })).thenAsked({ agentId: 'ana', kind: 'conference' });
    refusedByAna('conference').when(queued('c1/3', 'support', { purpose: 'transfer' })).thenAsked({ agentId: 'ana', kind: 'transfer' });
  });

  it('is known after a restart, and forgotten with the end', () => {
    const story = refusedByAna();
    const saved = takeSnapshot(story.state);
    expect(saved.refusals).toEqual([{ conversationId: 'c1', wait: 'owner', agentId: 'ana' }]);
    expect(takeSnapshot(restore(saved, story.state.roster))).toEqual(saved);
    expect(takeSnapshot(story.replayed())).toEqual(saved);
    expect(refusals(story.when(ended('c1')))).toEqual([]);
    expect(refusals(story.when(closed('c1')))).toEqual([]);
  });

  it('is kept no longer than that, also where nothing waits any more', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    story.when(rejected({ conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' })).when(ended('c1')).then({ type: 'RefusalsForgotten', conversationId: 'c1' });
    expect(refusals(story)).toEqual([]);
    expect(refusals(story.when(wrappedUp({ conversationId: 'c1', offerId: 'x', agentId: 'ana' })))).toEqual([]);
  });
});
