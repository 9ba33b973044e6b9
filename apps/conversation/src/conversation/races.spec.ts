import { type ConversationEvent, Refused } from '@parley/contracts';
import { type Append, type Appended, InMemoryEventStore, Streams } from '@parley/event-sourcing';
import fc from 'fast-check';
import { AcceptOffer } from './accept-offer/accept-offer';
import { ExpireOffer, RejectOffer } from './close-offer/close-offer';
import { ExitConference, RequestConference } from './conference/conference';
import { conversationStream } from './conversation';
import { type ConversationCommand, conversationDecider } from './conversation-decider';
import { EndConversation } from './end-conversation/end-conversation';
import { active, after, at, decide, decider, given, ID, offered, offerTo, receive, rules, started } from './examples.spec-kit';
import { ReassignConversation } from './reassign/reassign';
import { RecordStatus } from './record-status/record-status';
import { SendMessage } from './send-message/send-message';
import { CancelTransfer, RequestTransfer } from './transfer/transfer';
import { ApplyWrapUp, ExpireWrapUp } from './wrap-up/wrap-up';

type Outcomes = readonly [one: string, other: string];

/** Two commands at the same moment, by its number in docs/races.md. What each comes to is told in their own places, for either order. */
interface Race {
  readonly given: readonly ConversationEvent[];
  readonly one: ConversationCommand;
  readonly other: ConversationCommand;
  readonly oneFirst: Outcomes;
  readonly otherFirst: Outcomes;
}

const direct = { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 };
const toBen = { type: 'agent', id: 'ben' } as const;
const transferring = after(active, new RequestTransfer(ID, toBen, 'ana', at(20), direct));
const asking = after(active, new RequestConference(ID, toBen, 'ana', at(20), direct));
const ended = after(active, new EndConversation(ID, 'ana', false, at(60)));
const sent = after(active, new SendMessage(ID, 'm-1', 'Hello', 'ana', at(10)));
const acceptsAna = (seconds: number) => new AcceptOffer(ID, 'offer-ana', 'ana', at(seconds));
const acceptsBen = new AcceptOffer(ID, 'offer-ben', 'ben', at(25));
const endsFromOutside = new EndConversation(ID, 'sue', true, at(25));

const RACES: Readonly<Record<string, Race>> = {
  'R1 accept and the offer’s deadline: the last millisecond is both': {
    given: offered,
    one: acceptsAna(31),
    other: new ExpireOffer(ID, 'offer-ana', at(31)),
    oneFirst: ['Accepted', 'quiet'],
    otherFirst: ['offer-closed', 'OfferMissed Queued'],
  },
  'R2 accept in two tabs': { given: offered, one: acceptsAna(5), other: acceptsAna(6), oneFirst: ['Accepted', 'quiet'], otherFirst: ['quiet', 'Accepted'] },
  'R3 accept and an end from outside': {
    given: offered,
    one: acceptsAna(25),
    other: endsFromOutside,
    oneFirst: ['Accepted', 'Ended WrapUpStarted'],
    otherFirst: ['offer-closed', 'OfferWithdrawn Ended ConversationClosed'],
  },
  'R4 two offers for the same wait': {
    given: started,
    one: offerTo('ana', started),
    other: offerTo('ben', started),
    oneFirst: ['Offered', 'quiet'],
    otherFirst: ['quiet', 'Offered'],
  },
  'R2b accept and reject in two tabs': {
    given: offered,
    one: acceptsAna(5),
    other: new RejectOffer(ID, 'offer-ana', 'ana', at(5)),
    oneFirst: ['Accepted', 'offer-closed'],
    otherFirst: ['offer-closed', 'OfferRejected Queued'],
  },
  'R6 a transfer accepted and taken back': {
    given: transferring,
    one: acceptsBen,
    other: new CancelTransfer(ID, 'ana', at(25)),
    oneFirst: ['Accepted', 'offer-closed'],
    otherFirst: ['offer-closed', 'OfferWithdrawn TransferDropped WrapUpCancelled'],
  },
  'R7 a transfer accepted and the end': {
    given: transferring,
    one: acceptsBen,
    other: endsFromOutside,
    oneFirst: ['Accepted', 'Ended WrapUpStarted'],
    otherFirst: ['offer-closed', 'OfferWithdrawn TransferDropped Ended'],
  },
  'R7b a conference joined and the end': {
    given: asking,
    one: acceptsBen,
    other: new EndConversation(ID, 'ana', false, at(25)),
    oneFirst: ['Accepted ConferenceJoined', 'Ended WrapUpStarted WrapUpStarted'],
    otherFirst: ['offer-closed', 'OfferWithdrawn ConferenceRequestDropped Ended WrapUpStarted'],
  },
  'R8 a wrap-up given and its deadline': {
    given: ended,
    one: new ApplyWrapUp(ID, 'ana', 'resolved', at(180)),
    other: new ExpireWrapUp(ID, 'offer-ana', at(180)),
    oneFirst: ['WrapUpApplied ConversationClosed', 'quiet'],
    otherFirst: ['quiet', 'WrapUpApplied ConversationClosed'],
  },
  'R8b a wrap-up given as the deadline gives it': {
    given: ended,
    one: new ApplyWrapUp(ID, 'ana', 'none-given', at(180)),
    other: new ExpireWrapUp(ID, 'offer-ana', at(180)),
    oneFirst: ['WrapUpApplied ConversationClosed', 'quiet'],
    otherFirst: ['quiet', 'WrapUpApplied ConversationClosed'],
  },
  'R10 a message of the customer and the end: what comes after belongs to the next conversation': {
    given: active,
    one: receive('Wait', 60),
    other: new EndConversation(ID, 'ana', false, at(60)),
    oneFirst: ['MessageReceived', 'Ended WrapUpStarted'],
    otherFirst: ['conversation-ended', 'Ended WrapUpStarted'],
  },
  'R11 a delivery and the answer of the call that sent it': {
    given: sent,
    one: new RecordStatus(ID, 'm-1', 'delivered', at(11)),
    other: new RecordStatus(ID, 'm-1', 'pending', at(11), 'wamid.out'),
    oneFirst: ['MessageStatusChanged', 'quiet'],
    otherFirst: ['MessageStatusChanged', 'MessageStatusChanged'],
  },
  'R15 a conference handed to the agent who joined and their exit': {
    given: after(asking, acceptsBen),
    one: new RequestTransfer(ID, toBen, 'ana', at(30)),
    other: new ExitConference(ID, 'ben', at(30)),
    oneFirst: ['OwnershipTransferred WrapUpStarted', 'not-in-conference'],
    otherFirst: ['agent-not-available', 'ConferenceExited WrapUpStarted'],
  },
  'R13 accept and a supervisor who moves it': {
    given: offered,
    one: acceptsAna(25),
    other: new ReassignConversation(ID, { type: 'queue', id: 'sales' }, { id: 'sue', name: 'SUE' }, at(25)),
    oneFirst: ['Accepted', 'TransferRequested WrapUpStarted Queued'],
    otherFirst: ['offer-closed', 'OfferWithdrawn TransferRequested Queued'],
  },
};

/** What a decision comes to: the events' types, a refusal's code, or quiet. */
function outcomeOf(past: readonly ConversationEvent[], command: ConversationCommand): { said: string; past: readonly ConversationEvent[] } {
  try {
    const events = decide(past, command);
    return { said: events.map(({ type }) => type).join(' ') || 'quiet', past: [...past, ...events] };
  } catch (error) {
    if (error instanceof Refused) return { said: error.code, past };
    throw error;
  }
}

/** An event store whose calls end in whatever order the scheduler likes. */
class ScheduledStore extends InMemoryEventStore {
  scheduler: fc.Scheduler | undefined;

  override async append(append: Append): Promise<Appended> {
    await this.scheduler?.schedule(Promise.resolve(), 'append');
    return super.append(append);
  }

  override async readStream(...asked: Parameters<InMemoryEventStore['readStream']>): ReturnType<InMemoryEventStore['readStream']> {
    await this.scheduler?.schedule(Promise.resolve(), 'read');
    return super.readStream(...asked);
  }
}

describe.each(Object.entries(RACES))('%s', (_, { given: past, one, other, oneFirst, otherFirst }) => {
  it('the one first', () => {
    const first = outcomeOf(past, one);
    expect([first.said, outcomeOf(first.past, other).said]).toEqual(oneFirst);
  });

  it('the other first', () => {
    const first = outcomeOf(past, other);
    expect([outcomeOf(first.past, one).said, first.said]).toEqual(otherFirst);
  });

  it('at the same moment in two processes it is one order or the other', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isOneAsked) => {
        const store = new ScheduledStore();
        const stream = conversationStream(ID);
        await store.append({ stream, expectedRevision: 'no-stream', events: past.map((data, index) => ({ id: `past-${index}`, type: data.type, data })) });
        store.scheduler = scheduler;
        const [left, right] = [new Streams(store, decider), new Streams(store, decider)];
        const ask = (process: typeof left, command: ConversationCommand, commandId: string) =>
          process.execute({ stream, command, commandId }).then(
            ({ events }) => events.map(({ type }) => type).join(' ') || 'quiet',
            (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error as Error)),
          );
        const asked = isOneAsked ? [ask(left, one, 'one'), ask(right, other, 'other')] : [ask(right, other, 'other'), ask(left, one, 'one')].reverse();
        const outcomes = await scheduler.waitFor(Promise.all(asked));
        expect([oneFirst, otherFirst]).toContainEqual(outcomes);
        seen.add(outcomes.join());
      }),
      { numRuns: 40, seed: 1 },
    );
    expect(seen.size).toBe(oneFirst.join() === otherFirst.join() ? 1 : 2);
  });
});

describe('R12 a reason that leaves the configuration', () => {
  const without = conversationDecider({ ...rules, wrapUp: { ...rules.wrapUp, reasons: ['none-given'] } });
  const stateOf = (past: readonly ConversationEvent[]) => past.reduce((state, event, revision) => without.evolve(state, event, { stream: conversationStream(ID), revision }), without.initial);
  const resolves = new ApplyWrapUp(ID, 'ana', 'resolved', at(70));

  it('after the wrap-up began may still be given', () => {
    expect(without.decide(resolves, stateOf(ended))).toMatchObject([{ type: 'WrapUpApplied', reasonId: 'resolved' }, { type: 'ConversationClosed' }]);
  });

  it('before the wrap-up began may not', () => {
    const late = [...active, ...without.decide(new EndConversation(ID, 'ana', false, at(60)), stateOf(active))];
    expect(() => without.decide(resolves, stateOf(late))).toThrow(expect.objectContaining({ code: 'unknown-reason' }));
  });
});

describe('R2c two agents who accept one offer', () => {
  it('are one agent: the other was never asked', () => {
    given(offered).when(new AcceptOffer(ID, 'offer-ana', 'ben', at(5))).then({ code: 'not-a-participant' });
    given(active).when(new AcceptOffer(ID, 'offer-ana', 'ben', at(6))).then({ code: 'not-a-participant' });
  });
});
