import { activeLegs, audience, type ConversationEvent, primaryLeg, Refused } from '@parley/contracts';
import fc from 'fast-check';
import { type Attempt, attempt, commandOf } from './attempts.spec-kit';
import { type Conversation, conversationStream, noConversation } from './conversation';
import { decider, ID, NOON } from './examples.spec-kit';
interface Step {
  readonly state: Conversation;
  readonly events: readonly ConversationEvent[];
  readonly atMs: number;
}

/** The state after each attempt; what is refused changes nothing. */
function play(attempts: readonly Attempt[]): readonly Step[] {
  let state = noConversation;
  let revision = 0;
  let atMs = NOON;
  const first: Attempt = { what: 0, agent: 'ana', other: 'ben', number: 0, waitMs: 0 };
  return [first, ...attempts].map((choice) => {
    atMs += choice.waitMs;
    let events: readonly ConversationEvent[] = [];
    try {
      events = decider.decide(commandOf(choice, state, atMs), state);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    for (const event of events) state = decider.evolve(state, event, { stream: conversationStream(ID), revision: revision++ });
    return { state, events, atMs };
  });
}

const history = fc.array(attempt, { maxLength: 60 });
const always = (check: (step: Step, steps: readonly Step[]) => void) =>
  fc.assert(
    fc.property(history, (attempts) => {
      const steps = play(attempts);
      steps.forEach((step) => check(step, steps));
    }),
    { numRuns: 400 },
  );
const eventsOf = (steps: readonly Step[]) => steps.flatMap(({ events }) => events);

describe('whatever anyone tries, in whichever order', () => {
  it('a live conversation is in exactly one of: a queue, an open offer, an owner’s hands', () => {
    always(({ state: { view } }) => {
      if (!view || view.status === 'ended') return;
      const places = [view.entry && !view.offer, view.offer, primaryLeg(view)].filter(Boolean);
      expect(places).toHaveLength(1);
    });
  });

  it('nobody but the agents who are in are called participants, one of them primary', () => {
    always(({ state: { view } }) => {
      if (!view) return;
      const active = activeLegs(view);
      expect(active.length).toBeLessThanOrEqual(2);
      expect(active.filter(({ role }) => role === 'primary').length).toBe(active.length > 0 ? 1 : 0);
      expect(new Set(active.map(({ agentId }) => agentId)).size).toBe(active.length);
      active.forEach(({ agentId }) => expect(audience(view)).toContain(agentId));
    });
  });

  it('every offer ends at most once, and at most one is open for the conversation and one for its conference', () => {
    always((_, steps) => {
      const closed = eventsOf(steps).flatMap((event) =>
        ['Accepted', 'OfferMissed', 'OfferRejected', 'OfferWithdrawn'].includes(event.type) ? [(event as { offerId: string }).offerId] : [],
      );
      expect(new Set(closed).size).toBe(closed.length);
    });
  });

  it('it ends once, and nothing but wrap-ups, deliveries and the closing follows', () => {
    fc.assert(
      fc.property(history, (attempts) => {
        const types = eventsOf(play(attempts)).map(({ type }) => type);
        const end = types.indexOf('Ended');
        if (end === -1) return;
        const allowed = ['WrapUpStarted', 'WrapUpApplied', 'WrapUpExtended', 'MessageStatusChanged', 'ConversationClosed'];
        types.slice(end + 1).forEach((type) => expect(allowed).toContain(type));
      }),
      { numRuns: 400 },
    );
  });

  it('each leg gets at most one reason, and a closed conversation owes none', () => {
    always(({ state: { view } }, steps) => {
      const applied = eventsOf(steps).flatMap((event) => (event.type === 'WrapUpApplied' ? [event.legId] : []));
      expect(new Set(applied).size).toBe(applied.length);
      if (view?.closed) expect(view.legs.every(({ state }) => state === 'closed')).toBe(true);
      if (view?.status === 'ended' && view.legs.every(({ state }) => state === 'closed')) expect(view.closed).toBe(true);
    });
  });

  it('each message id is sent once, only by an agent who is in', () => {
    always((_, steps) => {
      const sent = eventsOf(steps).flatMap((event) => (event.type === 'MessageSent' ? [event.messageId] : []));
      expect(new Set(sent).size).toBe(sent.length);
      steps.forEach(({ events, state }) =>
        events.forEach((event) => {
          if (event.type === 'MessageSent') expect(state.view?.legs.some((leg) => leg.legId === event.legId && leg.state === 'active')).toBe(true);
        }),
      );
    });
  });

  it('nothing is stuck: whoever waits, is asked or owes has a deadline or a queue', () => {
    always(({ state: { view } }) => {
      if (!view || view.status === 'ended') return;
      const waits = view.entry ?? view.offer?.expiresAt ?? primaryLeg(view);
      expect(waits).toBeDefined();
      if (view.conference) expect(view.conference.expiresAt).toBeDefined();
    });
  });
});
