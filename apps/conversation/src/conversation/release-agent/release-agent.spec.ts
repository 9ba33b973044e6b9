import { type ConversationEvent, messageOf, toConversation } from '@parley/contracts';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { RequestConference } from '../conference/conference';
import { conversationStream, evolve, noConversation } from '../conversation';
import { EndConversation } from '../end-conversation/end-conversation';
import { active, after, at, decide, given, ID, iso, offered, offerTo, receive } from '../examples.spec-kit';
import { RequestTransfer } from '../transfer/transfer';
import { ReleaseAgent } from './release-agent';

const types = (events: readonly ConversationEvent[]) => events.map(({ type }) => type);
const view = (events: readonly ConversationEvent[]) =>
  toConversation(events.reduce((state, event, revision) => evolve(state, event, { stream: conversationStream(ID), revision }), noConversation).view!);

const release = (agentId: string, legId?: string, seconds = 90) => new ReleaseAgent(ID, agentId, at(seconds), legId);
const direct = { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 };
const requested = after(active, new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(20), direct));
const joined = after(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(25)));

describe('an agent who is lost', () => {
  it('leaves the conversation to its queue, at its first place, and owes a wrap-up', () => {
    expect(decide(active, release('ana'))).toEqual([
      expect.objectContaining({ type: 'WrapUpStarted', legId: 'offer-ana', agentId: 'ana', startedAt: iso(90), dueAt: iso(210) }),
      expect.objectContaining({ type: 'Queued', queueId: 'support', purpose: 'queue', reason: 'disconnected', arrivedAt: iso(0), queuedAt: iso(90) }),
    ]);
    const waiting = after(active, release('ana'));
    expect(view(waiting)).toMatchObject({ status: 'queued', participants: [] });
    expect(types(decide(waiting, receive('Hello?', 91)))).toEqual(['MessageReceived']);
  });

  it('takes a request for a colleague with them, also one that waits in a queue', () => {
    expect(types(decide(requested, release('ana')))).toEqual(['OfferWithdrawn', 'ConferenceRequestDropped', 'WrapUpStarted', 'Queued']);
    const inQueue = after(active, new RequestConference(ID, { type: 'queue', id: 'sales' }, 'ana', at(20)));
    expect(types(decide(inQueue, release('ana')))).toEqual(['ConferenceRequestDropped', 'WrapUpStarted', 'Queued']);
  });

  it('leaves a conference to the colleague, who owns it from then on', () => {
    const events = decide(joined, release('ana'));
    expect(events).toEqual([
      { type: 'OwnershipTransferred', fromAgentId: 'ana', fromAgentName: 'ANA', toAgentId: 'ben', toAgentName: 'BEN', cause: 'disconnected', transferredAt: iso(90) },
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ana' }),
    ]);
    expect(view(after(joined, release('ana')))).toMatchObject({ status: 'active', participants: [{ agentId: 'ben', role: 'primary' }] });
    expect(messageOf(events[0]!, 'e-1')).toMatchObject({ direction: 'system', type: 'agent-left', sender: { id: 'ana', name: 'ANA' } });
    expect(decide(after(joined, release('ana')), new EndConversation(ID, 'ben', false, at(95)))[0]).toMatchObject({ type: 'Ended' });
  });

  it('leaves a conference that they had joined, which goes on with its owner', () => {
    expect(decide(joined, release('ben'))).toEqual([
      expect.objectContaining({ type: 'ConferenceExited', agentId: 'ben', cause: 'disconnected', exitedAt: iso(90) }),
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ben' }),
    ]);
    expect(view(after(joined, release('ben')))).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
  });

  it('is released once, and not from a leg that began later', () => {
    const waiting = after(active, release('ana', 'offer-ana'));
    given(waiting).when(release('ana', 'offer-ana')).then();
    const back = after(waiting, offerTo('ana', waiting, { seconds: 100, offerId: 'offer-again' }), new AcceptOffer(ID, 'offer-again', 'ana', at(101)));
    given(back).when(release('ana', 'offer-ana', 110)).then();
    expect(types(decide(back, release('ana', 'offer-again', 110)))).toEqual(['WrapUpStarted', 'Queued']);
  });

  it('changes nothing where they are not in: asked only, out already, or over', () => {
    given(offered).when(release('ana')).then();
    given(active).when(release('ben')).then();
    given(after(active, new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ana', at(20)))).when(release('ana')).then();
    given(after(active, new EndConversation(ID, 'ana', false, at(9)))).when(release('ana')).then();
  });
});
