import type { PublishedConversationEvent } from '@parley/contracts';
import { iso, Story } from '../testing/story.spec-kit';
import { EventsMissing, type Facts, foldConversationEvent } from './facts';

const noFacts = (): Facts => ({ conversations: new Map(), legs: new Map(), offers: new Map(), transfers: new Map() });

function factsOf(events: readonly PublishedConversationEvent[]) {
  const facts = noFacts();
  for (const event of events) foldConversationEvent(facts, event);
  return facts;
}

/** `given(story).then(…)`: the facts after a story. */
const given = (story: Story) => {
  const { conversations, legs, offers, transfers } = factsOf(story.events);
  return { conversation: conversations.get(story.id), leg: (name: string) => legs.get(story.offerId(name)), offer: (name: string) => offers.get(story.offerId(name)), legs: legs.size, transfers: [...transfers.values()] };
};

const active = (id = 'c') => new Story(id).offered(2, 'ana').accepted(5, 'ana');

describe('the facts of a conversation', () => {
  it('begin with its start and its first wait', () => {
    expect(given(new Story('c')).conversation).toMatchObject({ conversation_id: 'c', started_at: iso(0), first_queued_at: iso(0), queue_id: 'support', first_queue_id: 'support', service_level_seconds: 60, messages_in: 1, first_accepted_at: null, revision: 2 });
  });

  it('hold the first acceptance, the first answer and who ended it', () => {
    const story = active().agentWrites(7, 'ana').agentWrites(9, 'ana').ended(20).wrapUpStarted(20, 'ana').wrapUpApplied(26, 'ana').closed(26);
    expect(given(story).conversation).toMatchObject({ first_accepted_at: iso(5), first_response_at: iso(7), messages_out: 2, ended_at: iso(20), ended_by: 'agent', end_reason: 'agent-ended', last_status: 'active', closed_at: iso(26), offers: 1 });
    expect(given(story).leg('ana')).toMatchObject({ kind: 'queue', accepted_at: iso(5), waited_ms: 5000, left_at: iso(20), wrapped_up_at: iso(26), reason_id: 'resolved', automatic: false });
    expect(given(story).offer('ana')).toMatchObject({ outcome: 'accepted', offered_at: iso(2), closed_at: iso(5) });
  });

  it('keep the queue, the level and the time of the first wait when it waits elsewhere later', () => {
    const story = active().transferRequested(30, { type: 'queue', id: 'sales' }).wrapUpStarted(30, 'ana').queued(30, 'sales', 'transfer', 300).offered(31, 'ben', { kind: 'transfer', queueId: 'sales' }).accepted(33, 'ben');
    expect(given(story).conversation).toMatchObject({ queue_id: 'sales', queue_name: 'Sales', first_queue_id: 'support', first_queue_name: 'Support', service_level_seconds: 60, first_queued_at: iso(0), first_accepted_at: iso(5), transfers: 1, transfers_dropped: 0 });
    expect(given(story).leg('ana')).toMatchObject({ left_at: iso(30), queue_id: 'support' });
    expect(given(story).leg('ben')).toMatchObject({ left_at: null, queue_id: 'sales', kind: 'transfer' });
  });

  it('count offers that were missed, rejected and withdrawn', () => {
    const story = new Story('c').offered(1, 'ana').missed(31, 'ana').queued(31, 'support').offered(32, 'ben').rejected(33, 'ben').queued(33, 'support').offered(34, 'cid').withdrawn(40, 'cid').ended(40, { endedBy: { kind: 'customer' }, reason: 'customer-left', lastStatus: 'offered' });
    expect(given(story).conversation).toMatchObject({ offers: 3, offers_missed: 1, first_accepted_at: null, first_queued_at: iso(0), ended_by: 'customer', last_status: 'offered' });
    expect(['ana', 'ben', 'cid'].map((name) => given(story).offer(name)?.outcome)).toEqual(['missed', 'rejected', 'withdrawn']);
    expect(given(story).legs).toBe(0);
  });

  it('are not moved to another queue by a request for a colleague; each colleague has a leg', () => {
    const story = active().queued(10, 'sales', 'conference').offered(11, 'ben', { kind: 'conference', queueId: 'sales' }).accepted(15, 'ben').joined(15, 'ben').wrapUpStarted(40, 'ben').wrapUpApplied(45, 'ben').ended(60).wrapUpStarted(60, 'ana').wrapUpApplied(70, 'ana', 'none-given', true);
    expect(given(story).conversation).toMatchObject({ queue_id: 'support', conferences: 1, first_accepted_at: iso(5) });
    expect(given(story).leg('ben')).toMatchObject({ kind: 'conference', queue_id: 'sales', accepted_at: iso(15), left_at: iso(40), wrapped_up_at: iso(45) });
    expect(given(story).leg('ana')).toMatchObject({ left_at: iso(60), wrapped_up_at: iso(70), reason_id: 'none-given', automatic: true });
  });

  it('end a colleague’s part in the conference where they become the owner; who takes over without having joined was in none', () => {
    const story = active().offered(10, 'ben', { kind: 'conference' }).accepted(15, 'ben').joined(15, 'ben').ownershipTransferred(40, 'ana', 'ben').wrapUpStarted(40, 'ana');
    expect(given(story).leg('ben')).toMatchObject({ kind: 'conference', became_owner_at: iso(40), left_at: null });
    expect(given(story).leg('ana')).toMatchObject({ became_owner_at: null, left_at: iso(40) });
    story.wrapUpStarted(90, 'ben').offered(90, 'sue', { kind: 'transfer' }).accepted(90, 'sue').ownershipTransferred(90, 'ben', 'sue');
    expect(given(story).leg('ben')).toMatchObject({ became_owner_at: iso(40), left_at: iso(90) });
    expect(given(story).leg('sue')).toMatchObject({ became_owner_at: null });
  });

  it('have the leg active again when its transfer comes back', () => {
    const story = active().transferRequested(10, { type: 'agent', id: 'ben' }).wrapUpStarted(10, 'ana').transferDropped(15, 'restored').wrapUpCancelled(15, 'ana');
    expect(given(story).leg('ana')).toMatchObject({ left_at: null, wrapped_up_at: null });
    expect(given(story).conversation).toMatchObject({ transfers: 1, transfers_dropped: 1 });
    story.ended(50).wrapUpStarted(50, 'ana').wrapUpApplied(55, 'ana');
    expect(given(story).leg('ana')).toMatchObject({ accepted_at: iso(5), left_at: iso(50), wrapped_up_at: iso(55) });
  });

  it('hold who asked for a transfer, and whether somebody took it', () => {
    const toSales = active().transferRequested(30, { type: 'queue', id: 'sales' }).wrapUpStarted(30, 'ana').queued(30, 'sales', 'transfer');
    const asked = { requested_by: 'ana', from_queue_id: 'support', target_type: 'queue', target_id: 'sales', requested_at: iso(30) };
    expect(given(toSales).transfers).toMatchObject([{ ...asked, outcome: 'open', closed_at: null }]);
    toSales.offered(31, 'ben', { offer: 'first', kind: 'transfer' }).missed(61, 'first').offered(62, 'cid', { kind: 'transfer' }).accepted(70, 'cid');
    expect(given(toSales).transfers).toMatchObject([{ ...asked, outcome: 'accepted', closed_at: iso(70) }]);
    toSales.transferRequested(80, { type: 'agent', id: 'dee' }, 'cid').wrapUpStarted(80, 'cid').transferDropped(95, 'requeued').queued(95, 'sales').offered(96, 'eve').accepted(99, 'eve');
    expect(given(toSales).transfers).toMatchObject([{ outcome: 'accepted', closed_at: iso(70) }, { requested_by: 'cid', outcome: 'dropped', closed_at: iso(95) }]);
  });

  it('count the time from a customer’s first unanswered message to the next answer, whoever gives it', () => {
    const story = active().agentWrites(8, 'ana').agentWrites(9, 'ana').customerWrites(20).customerWrites(25).agentWrites(32, 'ana').customerWrites(40);
    expect(given(story).leg('ana')).toMatchObject({ replies: 2, reply_ms: 8_000 + 12_000 });
    expect(given(story).conversation).toMatchObject({ awaiting_reply_since: iso(40) });
    story.transferRequested(45, { type: 'agent', id: 'ben' }).wrapUpStarted(45, 'ana').offered(45, 'ben', { kind: 'transfer' }).accepted(50, 'ben').agentWrites(60, 'ben');
    expect(given(story).leg('ana')).toMatchObject({ replies: 2 });
    expect(given(story).leg('ben')).toMatchObject({ replies: 1, reply_ms: 20_000 });
    expect(given(story).conversation).toMatchObject({ awaiting_reply_since: null });
  });

  it('count how often a wrap-up was extended', () => {
    const story = active().ended(20).wrapUpStarted(20, 'ana').wrapUpExtended(50, 'ana').wrapUpExtended(100, 'ana').wrapUpApplied(150, 'ana');
    expect(given(story).leg('ana')).toMatchObject({ extensions: 2, wrapped_up_at: iso(150) });
  });

  it('have a customer’s newest name, as text that PostgreSQL can hold', () => {
    expect(given(new Story('c', { customerName: 'A\u0000b \ud83d 🙂' })).conversation?.customer_name).toBe('A\ufffdb \ufffd 🙂');
    expect(given(new Story('c').customerWrites(3, 'Carla')).conversation?.customer_name).toBe('Carla');
    expect(given(new Story('c').customerWrites(3, '')).conversation?.customer_name).toBe('Cara Customer');
  });

  it('do not change by what was counted before', () => {
    const { events } = active();
    const facts = factsOf(events);
    const before = structuredClone(facts);
    for (const event of events) foldConversationEvent(facts, event);
    expect(facts).toEqual(before);
  });
});

describe('an event that comes before the one before it', () => {
  const { events } = active().agentWrites(7, 'ana').ended(20).wrapUpStarted(20, 'ana');
  const until = (facts: Facts, from: number, to: number) => events.slice(from, to).forEach((event) => foldConversationEvent(facts, event));

  it('waits: counted now, the other would be lost', () => {
    const facts = noFacts();
    until(facts, 0, 4);
    for (const late of [5, 6]) expect(() => foldConversationEvent(facts, events[late]!)).toThrow(EventsMissing);
    expect(() => foldConversationEvent(noFacts(), events[1]!)).toThrow(EventsMissing);
    until(facts, 4, events.length);
    until(facts, 2, events.length);
    expect(facts).toEqual(factsOf(events));
  });

  it('does not wait for one of a type that is not known: that has its place', () => {
    const facts = noFacts();
    until(facts, 0, 4);
    foldConversationEvent(facts, { ...events[4]!, event: undefined });
    until(facts, 5, events.length);
    expect(facts.conversations.get('c')).toMatchObject({ revision: events.length - 1, ended_at: iso(20) });
  });
});
