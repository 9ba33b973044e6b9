import type { ConversationEventType, PublishedConversationEvent } from '@parley/contracts';
import fc from 'fast-check';
import { Story } from '../testing/story.spec-kit';
import { type Facts, foldConversationEvent } from './facts';

const choice = fc.record({ move: fc.nat(99), seconds: fc.integer({ min: 0, max: 50 }) });
type Choice = { move: number; seconds: number };

/** A conversation that does at each choice one of the things that could happen then. */
function live(id: string, choices: readonly Choice[]): Story {
  const story = new Story(id);
  const offers: string[] = [];
  let open: string | undefined;
  let [active, owing]: [string[], string[]] = [[], []];
  let over = false;
  let clock = 0;
  const offer = (kind: 'queue' | 'transfer' | 'conference', queueId: string) => {
    open = `offer-${offers.length}`;
    offers.push(open);
    story.offered(clock, `agent-${offers.length % 3}`, { offer: open, kind, queueId });
  };
  const leave = (leg: string) => {
    story.wrapUpStarted(clock, leg);
    [active, owing] = [active.filter((other) => other !== leg), [...owing, leg]];
  };
  for (const { move, seconds } of choices) {
    clock += seconds;
    const now = open;
    const could: (() => unknown)[] = over ? [] : [() => story.customerWrites(clock, `Customer ${move}`)];
    const [leg] = active;
    if (!over && now) {
      could.push(
        () => ((open = undefined), active.push(now), story.accepted(clock, now)),
        () => ((open = undefined), story.missed(clock, now)),
        () => ((open = undefined), story.rejected(clock, now)),
        () => ((open = undefined), story.withdrawn(clock, now)),
      );
    } else if (!over && !leg) could.push(() => offer('queue', 'support'), () => story.queued(clock, 'sales'));
    if (!over && leg) {
      could.push(() => story.agentWrites(clock, leg), () => (active.length > 1 ? leave(active.at(-1)!) : leave(leg)));
      if (!now) could.push(() => offer('conference', 'sales'), () => (story.transferRequested(clock, { type: 'queue', id: 'sales' }), leave(leg), offer('transfer', 'sales')));
    }
    if (!over) could.push(() => ((over = true), story.ended(clock), [...active].forEach(leave)));
    const [owed] = owing;
    if (owed) could.push(() => ((owing = owing.slice(1)), story.wrapUpApplied(clock, owed)));
    could[move % Math.max(could.length, 1)]?.();
  }
  return story;
}

/** Several conversations at once: their events in turns, each one's in order. */
const histories = fc.array(fc.array(choice, { maxLength: 40 }), { minLength: 1, maxLength: 4 }).map((lives) => {
  const stories = lives.map((choices, index) => live(`conversation-${index}`, choices).events);
  const longest = Math.max(...stories.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => stories.flatMap((events) => events.slice(at, at + 1))).flat();
});

const noFacts = (): Facts => ({ conversations: new Map(), legs: new Map(), offers: new Map(), transfers: new Map() });
const fold = (facts: Facts, events: readonly PublishedConversationEvent[]): Facts => {
  for (const event of events) foldConversationEvent(facts, event);
  return facts;
};
/** As rows that were written and read again. */
const reread = <Row>(rows: ReadonlyMap<string, Row>) => new Map(JSON.parse(JSON.stringify([...rows])) as [string, Row][]);
const stored = ({ conversations, legs, offers, transfers }: Facts): Facts => ({
  conversations: reread(conversations),
  legs: reread(legs),
  offers: reread(offers),
  transfers: reread(transfers),
});

describe('facts, whatever happened', () => {
  it('are the same in any batches and however often the end of what was handled comes again', () => {
    const batches = fc.array(fc.record({ size: fc.integer({ min: 1, max: 30 }), again: fc.nat(20) }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(histories, batches, (events, cuts) => {
        const atOnce = fold(noFacts(), events);
        let facts = noFacts();
        let handled = 0;
        for (let turn = 0; handled < events.length; turn++) {
          const { size, again } = cuts[turn % cuts.length]!;
          const from = Math.max(0, handled - again);
          facts = stored(fold(facts, events.slice(from, handled + size)));
          handled += size;
        }
        expect(facts).toEqual(atOnce);
      }),
    );
  });

  it('count every event once', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { conversations, legs, offers, transfers } = fold(noFacts(), events);
        const count = (type: ConversationEventType) => events.filter(({ event }) => event.type === type).length;
        const sum = (column: 'offers' | 'offers_missed' | 'messages_in' | 'messages_out' | 'transfers') => [...conversations.values()].reduce((total, row) => total + row[column], 0);
        expect([sum('offers'), offers.size]).toEqual([count('Offered'), count('Offered')]);
        expect([sum('offers_missed'), [...offers.values()].filter(({ outcome }) => outcome === 'missed').length]).toEqual([count('OfferMissed'), count('OfferMissed')]);
        expect([sum('messages_in'), sum('messages_out'), sum('transfers')]).toEqual([count('MessageReceived'), count('MessageSent'), count('TransferRequested')]);
        expect(transfers.size).toBe(count('TransferRequested'));
        const replies = [...legs.values()].reduce((total, leg) => total + leg.replies, 0);
        expect(replies).toBeLessThanOrEqual(Math.min(count('MessageReceived'), count('MessageSent')));
        expect([...legs.values()].every(({ reply_ms, replies }) => reply_ms >= 0 && (replies > 0 || reply_ms === 0))).toBe(true);
        expect([legs.size, [...legs.values()].filter(({ reason_id }) => reason_id).length]).toEqual([count('Accepted'), count('WrapUpApplied')]);
        expect([...legs.values()].every(({ accepted_at, left_at, wrapped_up_at }) => accepted_at <= (left_at ?? accepted_at) && (!wrapped_up_at || left_at! <= wrapped_up_at))).toBe(true);
      }),
    );
  });
});
