import type { ConversationEvent } from '@parley/contracts';
import { timersOf } from '../../read-model/timers-of';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { ExpireOffer, RejectOffer } from '../close-offer/close-offer';
import { conversationStream, evolve, noConversation } from '../conversation';
import { EndConversation } from '../end-conversation/end-conversation';
import { active, after, at, decide, entryOf, given, ID, iso, offerTo, receive } from '../examples.spec-kit';
import { RequestTransfer } from '../transfer/transfer';
import { OverflowQueue } from './overflow-queue';

/** `care` overflows to support after 45 s. */
const waiting = decide([], receive('Hello', 0, { queueId: 'care' }));
const entry = entryOf(waiting);
const onward = (seconds: number, purpose = 'queue') =>
  expect.objectContaining({ type: 'Queued', purpose, queueId: 'support', queueName: 'Support', reason: 'overflow', priority: 0, arrivedAt: iso(0), queuedAt: iso(seconds) });
const timers = (events: readonly ConversationEvent[]) =>
  timersOf(events.reduce((state, event, revision) => evolve(state, event, { stream: conversationStream(ID), revision }), noConversation).view!);

describe('a wait that nobody ends in time', () => {
  it('has a deadline and the priority of its queue', () => {
    expect(waiting.at(-1)).toMatchObject({ type: 'Queued', priority: 5, overflow: { queueId: 'support', at: iso(45) } });
    expect(timers(waiting)).toEqual([{ kind: 'overflow', key: entry, dueAt: iso(45) }]);
  });

  it('goes on in the other queue at its first place, once, at the very millisecond', () => {
    given(waiting).when(new OverflowQueue(ID, entry, at(45) - 1)).then();
    expect(decide(waiting, new OverflowQueue(ID, entry, at(45)))).toEqual([onward(45)]);
    const moved = after(waiting, new OverflowQueue(ID, entry, at(45)));
    given(moved).when(new OverflowQueue(ID, entry, at(50))).then();
    expect(timers(moved)).toEqual([]);
  });

  it('is not moved while somebody is asked, but when they do not take it', () => {
    const offered = after(waiting, offerTo('ana', waiting, { seconds: 30, queueId: 'care' }));
    expect(timers(offered).map(({ kind }) => kind)).toEqual(['offer']);
    given(offered).when(new OverflowQueue(ID, entry, at(50))).then();
    expect(decide(offered, new ExpireOffer(ID, 'offer-ana', at(60)))).toEqual([expect.objectContaining({ type: 'OfferMissed' }), onward(60)]);
    given(after(offered, new AcceptOffer(ID, 'offer-ana', 'ana', at(59)))).when(new OverflowQueue(ID, entry, at(60))).then();
  });

  it('does not start its time anew when it comes back to the same queue', () => {
    const offered = after(waiting, offerTo('ana', waiting, { seconds: 30, queueId: 'care' }));
    const back = after(offered, new RejectOffer(ID, 'offer-ana', 'ana', at(40)));
    expect(back.at(-1)).toMatchObject({ type: 'Queued', queueId: 'care', reason: 'rejected', overflow: { at: iso(45) } });
    expect(timers(back)).toEqual([{ kind: 'overflow', key: entryOf(back), dueAt: iso(45) }]);
  });

  it('stays a transfer, and is nothing once the conversation has ended', () => {
    const transferred = after(active, new RequestTransfer(ID, { type: 'queue', id: 'care' }, 'ana', at(20)));
    const overflow = new OverflowQueue(ID, entryOf(transferred), at(65));
    expect(decide(transferred, overflow)).toEqual([onward(65, 'transfer')]);
    expect(decide(transferred, overflow)[0]).toMatchObject({ requestedBy: 'ANA', requestedById: 'ana' });
    given(after(waiting, new EndConversation(ID, 'sue', true, at(9)))).when(new OverflowQueue(ID, entry, at(60))).then();
  });
});
