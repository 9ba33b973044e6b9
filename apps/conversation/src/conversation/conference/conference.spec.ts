import { type ConversationEvent, toConversation } from '@parley/contracts';
import { active, after, at, decide, given, ID, iso, offerTo } from '../examples.spec-kit';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { ExpireOffer, RejectOffer } from '../close-offer/close-offer';
import { conversationStream, evolve, noConversation } from '../conversation';
import { EndConference, EndConversation } from '../end-conversation/end-conversation';
import { SendMessage } from '../send-message/send-message';
import { CancelConference, ExitConference, ExpireConference, RemoveParticipant, RequestConference } from './conference';

const direct = { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 };
const withBen = new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(20), direct);
const withSales = new RequestConference(ID, { type: 'queue', id: 'sales' }, 'ana', at(20));
const types = (events: readonly ConversationEvent[]) => events.map(({ type }) => type);
const view = (events: readonly ConversationEvent[]) =>
  toConversation(events.reduce((state, event, revision) => evolve(state, event, { stream: conversationStream(ID), revision }), noConversation).view!);

const requested = after(active, withBen);
const joined = after(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(25)));
const write = (agentId: string, seconds = 30) => new SendMessage(ID, `m-${agentId}`, 'x', agentId, at(seconds));

describe('a conference request', () => {
  it('asks the colleague while the primary goes on', () => {
    expect(types(decide(active, withBen))).toEqual(['ConferenceRequested', 'Offered']);
    expect(view(requested)).toMatchObject({ status: 'conference-requested', participants: [{ agentId: 'ana', role: 'primary' }] });
    expect(types(decide(requested, write('ana')))).toEqual(['MessageSent']);
    given(requested).when(write('ben')).then({ code: 'not-a-participant' });
  });

  it('is one at a time', () => {
    given(requested).when(withBen).then({ code: 'conference-pending' });
    given(joined).when(withSales).then({ code: 'conference-pending' });
  });

  it('is dropped when the colleague misses or declines it, and the primary goes on', () => {
    expect(types(decide(requested, new ExpireOffer(ID, 'offer-ben', at(50))))).toEqual(['OfferMissed', 'ConferenceRequestDropped']);
    expect(decide(requested, new RejectOffer(ID, 'offer-ben', 'ben', at(22)))[1]).toMatchObject({ cause: 'declined' });
    expect(view(after(requested, new ExpireOffer(ID, 'offer-ben', at(50))))).toMatchObject({ status: 'active' });
  });

  it('can be taken back by the primary agent only', () => {
    const cancel = (agentId: string) => new CancelConference(ID, agentId, at(22));
    expect(types(decide(requested, cancel('ana')))).toEqual(['OfferWithdrawn', 'ConferenceRequestDropped']);
    given(requested).when(cancel('ben')).then({ code: 'not-a-participant' });
    given(active).when(cancel('ana')).then({ code: 'not-in-conference' });
    given(after(requested, cancel('ana'))).when(new AcceptOffer(ID, 'offer-ben', 'ben', at(23))).then({ code: 'offer-closed' });
  });

  it('to a queue goes from agent to agent until its own time is over', () => {
    const waiting = after(active, withSales);
    expect(view(waiting)).toMatchObject({ status: 'conference-requested', queue: { id: 'support' } });
    const offered = after(waiting, offerTo('ben', waiting, { kind: 'conference', queueId: 'sales', seconds: 21 }));
    const missed = decide(offered, new ExpireOffer(ID, 'offer-ben', at(51)));
    expect(types(missed)).toEqual(['OfferMissed', 'Queued']);
    expect(missed[1]).toMatchObject({ purpose: 'conference', queueId: 'sales' });
    const request = waiting.find(({ type }) => type === 'ConferenceRequested') as { requestId: string; expiresAt: string };
    expect(request.expiresAt).toBe(iso(140));
    given(waiting).when(new ExpireConference(ID, request.requestId, at(140) - 1)).then();
    expect(types(decide(waiting, new ExpireConference(ID, request.requestId, at(140))))).toEqual(['ConferenceRequestDropped']);
    given(offered).when(new ExpireConference(ID, request.requestId, at(140))).then();
  });
});

describe('a conference', () => {
  it('begins when the colleague accepts: both write', () => {
    expect(types(decide(requested, new AcceptOffer(ID, 'offer-ben', 'ben', at(25))))).toEqual(['Accepted', 'ConferenceJoined']);
    expect(view(joined)).toMatchObject({
      status: 'conference',
      participants: [
        { agentId: 'ana', role: 'primary' },
        { agentId: 'ben', role: 'conferenced' },
      ],
    });
    expect(types(decide(joined, write('ben')))).toEqual(['MessageSent']);
    expect(types(decide(joined, write('ana')))).toEqual(['MessageSent']);
  });

  it('is left by the colleague, who owes a wrap-up, and goes on with the primary', () => {
    const exit = new ExitConference(ID, 'ben', at(40));
    expect(decide(joined, exit)).toEqual([
      expect.objectContaining({ type: 'ConferenceExited', agentId: 'ben', cause: 'exit' }),
      expect.objectContaining({ type: 'WrapUpStarted', agentId: 'ben' }),
    ]);
    expect(view(after(joined, exit))).toMatchObject({ status: 'active', participants: [{ agentId: 'ana', role: 'primary' }] });
    given(after(joined, exit)).when(write('ben', 41)).then({ code: 'not-a-participant' });
    given(joined).when(new ExitConference(ID, 'ana', at(40))).then({ code: 'forbidden' });
    given(active).when(new ExitConference(ID, 'ana', at(40))).then({ code: 'not-in-conference' });
  });

  it('lets the primary agent remove the colleague, and nobody else anyone', () => {
    expect(decide(joined, new RemoveParticipant(ID, 'ben', 'ana', at(40)))[0]).toMatchObject({ type: 'ConferenceExited', cause: 'removed' });
    given(joined).when(new RemoveParticipant(ID, 'ana', 'ben', at(40))).then({ code: 'forbidden' });
    given(joined).when(new RemoveParticipant(ID, 'carla', 'ana', at(40))).then({ code: 'not-in-conference' });
    given(joined).when(new RemoveParticipant(ID, 'ben', 'carla', at(40))).then({ code: 'not-a-participant' });
  });

  it('ends for all when the primary ends it, each with a wrap-up', () => {
    const end = new EndConference(ID, 'ana', at(50));
    expect(types(decide(joined, end))).toEqual(['Ended', 'WrapUpStarted', 'WrapUpStarted']);
    expect(decide(joined, end)[0]).toMatchObject({ reason: 'conference-ended' });
    given(after(joined, end)).when(end).then();
    given(joined).when(new EndConference(ID, 'ben', at(50))).then({ code: 'forbidden' });
    given(active).when(end).then({ code: 'not-in-conference' });
  });

  it('that is only requested goes with the end of the conversation', () => {
    expect(types(decide(requested, new EndConversation(ID, 'ana', false, at(30))))).toEqual([
      'OfferWithdrawn',
      'ConferenceRequestDropped',
      'Ended',
      'WrapUpStarted',
    ]);
  });
});
