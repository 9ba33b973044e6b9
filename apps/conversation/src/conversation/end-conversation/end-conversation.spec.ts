import { type ConversationEvent, legOf, toWrapUp } from '@parley/contracts';
import { conversationStream } from '../conversation';
import { conversationDecider } from '../conversation-decider';
import { active, after, at, decide, decider, given, ID, iso, offered, offerTo, receive, rules, started } from '../examples.spec-kit';
import { ApplyWrapUp, ExpireWrapUp, ExtendWrapUp } from '../wrap-up/wrap-up';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { RequestTransfer } from '../transfer/transfer';
import { EndConference, EndConversation } from './end-conversation';

const end = (agentId = 'ana', seconds = 60) => new EndConversation(ID, agentId, false, at(seconds));

describe('ending', () => {
  it('ends messaging and asks the agent for a reason', () => {
    expect(decide(active, end())).toEqual([
      { type: 'Ended', endedBy: { kind: 'agent', id: 'ana' }, reason: 'agent-ended', lastStatus: 'active', endedAt: iso(60) },
      {
        type: 'WrapUpStarted',
        legId: 'offer-ana',
        agentId: 'ana',
        startedAt: iso(60),
        dueAt: iso(180),
        defaultReason: 'none-given',
        allowedReasons: ['resolved', 'none-given'],
        extensionsMax: 2,
      },
    ]);
  });

  it('is quiet when repeated and refused to strangers', () => {
    given(after(active, end())).when(end('ana', 61)).then();
    given(active).when(end('ben')).then({ code: 'not-a-participant' });
    given(offered).when(end('ana')).then({ code: 'not-a-participant' });
    given(after(active, end())).when(end('ben', 61)).then({ code: 'not-a-participant' });
  });

  it('is a stranger’s once the wrap-up is given: for them there is nothing to repeat', () => {
    const done = after(active, end(), new ApplyWrapUp(ID, 'ana', 'resolved', at(61)));
    given(done).when(end('ana', 62)).then({ code: 'not-a-participant' });
    given(done).when(new EndConference(ID, 'ana', at(62))).then({ code: 'not-a-participant' });
    given(done).when(new EndConversation(ID, 'sofia', true, at(62))).then();
  });

  it('by a supervisor takes an open offer back and closes what nobody had taken', () => {
    const events = decide(offered, new EndConversation(ID, 'sofia', true, at(3)));
    expect(events.map(({ type }) => type)).toEqual(['OfferWithdrawn', 'Ended', 'ConversationClosed']);
    expect(decide(started, new EndConversation(ID, 'sofia', true, at(3))).map(({ type }) => type)).toEqual(['Ended', 'ConversationClosed']);
  });

  it('by a supervisor who has a part in it is theirs as owner, and otherwise the supervisor’s', () => {
    const bySue = (events: readonly ConversationEvent[]) => decide(events, new EndConversation(ID, 'ana', true, at(60))).find(({ type }) => type === 'Ended');
    expect(bySue(active)).toMatchObject({ endedBy: { kind: 'agent', id: 'ana' }, reason: 'agent-ended' });
    const handedOver = after(active, new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ana', at(20)));
    expect(bySue(handedOver)).toMatchObject({ endedBy: { kind: 'supervisor', id: 'ana' }, reason: 'supervisor-ended' });
  });
});

describe('the wrap-up', () => {
  const ended = after(active, end());
  const apply = (reasonId: string, { agentId = 'ana', seconds = 70 } = {}) => new ApplyWrapUp(ID, agentId, reasonId, at(seconds));
  const expire = (seconds: number) => new ExpireWrapUp(ID, 'offer-ana', at(seconds));

  it('is applied once and closes the conversation', () => {
    expect(decide(ended, apply('resolved'))).toEqual([
      { type: 'WrapUpApplied', legId: 'offer-ana', agentId: 'ana', reasonId: 'resolved', automatic: false, startedAt: iso(60), appliedAt: iso(70) },
      { type: 'ConversationClosed', closedAt: iso(70) },
    ]);
    const applied = after(ended, apply('resolved'));
    given(applied).when(apply('resolved')).then();
    given(applied).when(apply('none-given')).then({ code: 'wrap-up-not-due' });
    given(applied).when(expire(180)).then();
  });

  it('is applied by itself when its time is over, and not earlier', () => {
    given(ended).when(new ExpireWrapUp(ID, 'offer-ana', at(180) - 1)).then();
    expect(decide(ended, expire(180))[0]).toMatchObject({ type: 'WrapUpApplied', reasonId: 'none-given', automatic: true });
    given(after(ended, expire(180))).when(expire(181)).then();
  });

  it('that was applied by itself stands: a reason given too late changes nothing', () => {
    given(after(ended, expire(180))).when(apply('resolved', { seconds: 181 })).then();
    given(after(ended, apply('none-given'))).when(apply('resolved', { seconds: 181 })).then({ code: 'wrap-up-not-due' });
  });

  it('is given once for each of two that are owed: a repeat does not answer for the other, its name does', () => {
    const toBen = new RequestTransfer(ID, { type: 'agent', id: 'ben' }, 'ana', at(20), { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 });
    const back = new RequestTransfer(ID, { type: 'agent', id: 'ana' }, 'ben', at(22), { offerId: 'offer-ana-2', agentId: 'ana', agentName: 'ANA', offerTimeoutSeconds: 30 });
    const twice = after(active, toBen, new AcceptOffer(ID, 'offer-ben', 'ben', at(21)), back, new AcceptOffer(ID, 'offer-ana-2', 'ana', at(23)), end());
    const once = after(twice, apply('resolved'));
    expect(once.at(-1)).toMatchObject({ type: 'WrapUpApplied', legId: 'offer-ana' });
    given(once).when(apply('resolved', { seconds: 71 })).then();
    given(once).when(new ApplyWrapUp(ID, 'ana', 'resolved', at(71), 'offer-ana')).then();
    expect(decide(once, new ApplyWrapUp(ID, 'ana', 'resolved', at(71), 'offer-ana-2'))).toMatchObject([{ type: 'WrapUpApplied', legId: 'offer-ana-2' }]);
    expect(decide(once, apply('none-given', { seconds: 71 }))).toMatchObject([{ type: 'WrapUpApplied', legId: 'offer-ana-2' }]);
    given(once).when(new ApplyWrapUp(ID, 'ana', 'resolved', at(71), 'offer-ben')).then({ code: 'not-a-participant' });
  });

  it('may have the reason of an earlier part in the conversation', () => {
    const handedOver = after(active, new RequestTransfer(ID, { type: 'queue', id: 'sales' }, 'ana', at(20)));
    const wrappedUp = after(handedOver, apply('resolved', { seconds: 21 }));
    const again = after(wrappedUp, offerTo('ana', wrappedUp, { seconds: 30, offerId: 'offer-ana-2', kind: 'transfer', queueId: 'sales' }), new AcceptOffer(ID, 'offer-ana-2', 'ana', at(31)), end());
    expect(decide(again, apply('resolved'))).toMatchObject([{ type: 'WrapUpApplied', legId: 'offer-ana-2' }, { type: 'ConversationClosed' }]);
  });

  it('can be extended as often as the configuration allows', () => {
    const extend = new ExtendWrapUp(ID, 'ana', at(100));
    expect(decide(ended, extend)).toEqual([{ type: 'WrapUpExtended', legId: 'offer-ana', agentId: 'ana', dueAt: iso(240) }]);
    const twice = after(ended, extend, extend);
    given(twice).when(expire(299)).then();
    expect(decide(twice, expire(300))).toHaveLength(2);
    given(twice).when(extend).then({ code: 'wrap-up-not-due' });
    given(active).when(extend).then({ code: 'wrap-up-not-due' });
    given(ended).when(new ExtendWrapUp(ID, 'ben', at(100))).then({ code: 'not-a-participant' });
  });

  it('says how often it can still be extended, by the configuration of when it began', () => {
    const extend = new ExtendWrapUp(ID, 'ana', at(100));
    const stateOf = (events: readonly ConversationEvent[]) =>
      events.reduce((state, event, revision) => decider.evolve(state, event, { stream: conversationStream(ID), revision }), decider.initial);
    const left = (events: readonly ConversationEvent[]) => {
      const view = stateOf(events).view!;
      return toWrapUp(view, legOf(view, 'ana')!)?.extensionsLeft;
    };
    expect([ended, after(ended, extend), after(ended, extend, extend)].map(left)).toEqual([2, 1, 0]);
    const never = conversationDecider({ ...rules, wrapUp: { ...rules.wrapUp, extensionsMax: 0 } });
    expect(never.decide(extend, stateOf(ended))).toHaveLength(1);
  });

  it('needs a reason that is configured, a leg that owes one, and a part in the conversation', () => {
    given(ended).when(apply('no-such-reason')).then({ code: 'unknown-reason' });
    given(active).when(apply('resolved')).then({ code: 'wrap-up-not-due' });
    given(ended).when(apply('resolved', { agentId: 'ben' })).then({ code: 'not-a-participant' });
  });

  it('lets nothing but wrap-ups and deliveries follow', () => {
    given(ended).when(receive('Late', 90)).then({ code: 'conversation-ended' });
  });
});
