import { type ConversationEvent, type ConversationView, openOffers, Refused, toIso } from '@parley/contracts';
import type { Conversation, ConversationCommand } from '@parley/conversation/domain';
import type { RoutingInput, Turn } from '@parley/routing/domain';
import type { Invariant } from '../engine/violation';
import { type Parts, REAL_PARTS } from '../parts';
import { PLUMBING } from './planted-plumbing';

type Decide = (command: ConversationCommand, state: Conversation) => readonly ConversationEvent[];

/** The conversation decides like this instead; `real` is how it should. */
const deciding = (decide: (command: ConversationCommand, state: Conversation, real: Decide) => readonly ConversationEvent[]): Parts => ({
  ...REAL_PARTS,
  conversationDecider: (rules) => {
    const real = REAL_PARTS.conversationDecider(rules);
    return { ...real, decide: (command, state) => decide(command, state, real.decide) };
  },
});

/** Routing gets other inputs than those that came, or does something of its own afterwards. */
const routing = (change: (input: RoutingInput, turn: Turn) => readonly RoutingInput[], afterwards: (turn: Turn) => void = () => undefined): Parts => ({
  ...REAL_PARTS,
  decideTurn: (turn, inputs) => {
    const decided = REAL_PARTS.decideTurn(turn, inputs.flatMap((input) => change(input, turn)));
    afterwards(turn);
    return { ...decided, refusals: decided.refusals.slice(0, inputs.length) };
  },
});

/** Events of conversations reach routing changed, or not at all. */
const hearing = (change: (event: ConversationEvent) => ConversationEvent | undefined): Parts =>
  routing((input) => {
    if (input.type !== 'FollowConversations') return [input];
    return [{ ...input, happened: input.happened.map((one) => ({ ...one, event: change(one.event) ?? { type: 'ConversationClosed', closedAt: '' } })).filter(({ event }) => event.type !== 'ConversationClosed' || event.closedAt !== '') }];
  });

const seen = (state: Conversation, change: (view: ConversationView) => ConversationView): Conversation => (state.view ? { ...state, view: change(state.view) } : state);
const with_ = (state: Conversation, view: Partial<ConversationView>): Conversation => seen(state, (known) => ({ ...known, ...view }) as ConversationView);

/** One way to break each rule, at the place where it is kept. */
export const PLANTED: Readonly<Record<Exclude<Invariant, 'no-error'>, Parts>> = {
  'one-live-conversation': deciding((command, state, real) => {
    if (command.type === 'ReceiveMessage' && state.view?.status === 'active') throw new Refused('conversation-ended');
    return real(command, state);
  }),
  'one-place': deciding((command, state, real) => {
    const events = real(command, state);
    return command.type === 'ExpireOffer' ? events.filter(({ type }) => type !== 'Queued') : events;
  }),
  'one-offer': deciding((command, state, real) =>
    real(command, state).flatMap((event): ConversationEvent[] => (event.type === 'Offered' && command.type === 'OfferConversation' ? [event, { ...event, offerId: `${event.offerId}-2` }] : [event])),
  ),
  'offer-ends-once': deciding((command, state, real) => {
    const events = real(command, state);
    return command.type === 'CancelTransfer' || command.type === 'EndConversation' || command.type === 'WithdrawOffer' ? events.flatMap((event): ConversationEvent[] => (event.type === 'OfferWithdrawn' ? [event, event] : [event])) : events;
  }),
  'accept-rightful': deciding((command, state, real) => {
    const offer = command.type === 'AcceptOffer' && state.view && openOffers(state.view).find(({ offerId }) => offerId === command.offerId);
    return command.type === 'AcceptOffer' && offer ? [{ ...real({ ...command, agentId: offer.agentId }, state)[0]!, agentId: command.agentId } as ConversationEvent] : real(command, state);
  }),
  'written-by-active-leg': deciding((command, state, real) => {
    const [leg] = state.view?.legs ?? [];
    if (command.type !== 'SendMessage' || !leg) return real(command, state);
    const open = with_(state, { status: 'active', legs: [{ ...leg, state: 'active' }] });
    return real({ ...command, agentId: leg.agentId }, open).map((event) => ({ ...event, agentId: command.agentId }) as ConversationEvent);
  }),
  'received-once': { ...REAL_PARTS, inboundKnowsRepeats: false, commandIdOf: uniqueIds() },
  'status-rises': deciding((command, state, real) =>
    command.type === 'RecordStatus' && state.deliveries.has(command.messageId) ? [{ type: 'MessageStatusChanged', messageId: command.messageId, status: command.status, changedAt: toIso(command.atMs) }] : real(command, state),
  ),
  'over-is-over': deciding((command, state, real) => (command.type === 'EndConversation' && state.view ? real(command, seen(state, (view) => ({ ...view, status: 'active', legs: view.legs.map((leg) => ({ ...leg, state: 'active' as const })) }))) : real(command, state))),
  'one-wrap-up': deciding((command, state, real) => {
    const events = real(command, state);
    return command.type === 'ApplyWrapUp' ? events.flatMap((event): ConversationEvent[] => (event.type === 'WrapUpApplied' ? [event, event] : [event])) : events;
  }),
  'capacity-kept': {
    ...REAL_PARTS,
    rosterOf: (config) => {
      const roster = REAL_PARTS.rosterOf(config);
      return { ...roster, agents: new Map([...roster.agents].map(([id, agent]) => [id, { ...agent, max: agent.max + 1 }])) };
    },
  },
  'only-available': {
    ...REAL_PARTS,
    rosterOf: (config) => REAL_PARTS.rosterOf({ ...config, queues: config.queues.map(({ skills: _skills, ...queue }) => ({ ...queue, agents: config.agents.map(({ id }) => id) })) }),
  },
  'rona-left-by-hand': routing(
    (input) => [input],
    (turn) => {
      for (const { agentId, state } of [...turn.state.agents.values()])
        if (state.name === 'rona' && turn.atMs - Date.parse(state.since) > 5_000)
          turn.record({ type: 'AgentStateChanged', agentId, state: { name: 'available', since: toIso(turn.atMs) }, capacity: turn.state.capacityOf(agentId), previous: 'rona', by: { kind: 'system' }, at: toIso(turn.atMs) });
    },
  ),
  'missed-means-rona': {
    ...REAL_PARTS,
    decideTurn: (turn, inputs) => {
      const from = turn.events.length;
      const decided = REAL_PARTS.decideTurn(turn, inputs);
      for (let index = turn.events.length - 1; index >= from; index -= 1) {
        const event = turn.events[index]!;
        if (event.type === 'AgentStateChanged' && event.state.name === 'rona') turn.events.splice(index, 1);
      }
      return decided;
    },
  },
  'oldest-first': hearing((event) => (event.type === 'Queued' ? { ...event, priority: -Math.floor(Date.parse(event.arrivedAt) / 1000) % 100 } : event)),
  'nobody-idle': routing((input, turn) => {
    if (input.type === 'FollowConversations') turn.state.queuesWithAgents = () => [];
    return [input];
  }),
  'places-are-legs': hearing((event) => (event.type === 'WrapUpApplied' && !event.automatic ? undefined : event)),
  'nothing-stuck': { ...REAL_PARTS, timersOf: (view) => REAL_PARTS.timersOf(view).filter(({ kind }) => kind !== 'offer') },
  'replay-is-equal': {
    ...REAL_PARTS,
    conversationDecider: (rules) => {
      const real = REAL_PARTS.conversationDecider(rules);
      let folds = 0;
      return { ...real, evolve: (state, event, at) => seen(real.evolve(state, event, at), (view) => ({ ...view, queue: { ...view.queue, name: `${(folds += 1)}` } })) };
    },
  },
  'arrival-kept': deciding((command, state, real) => real(command, state).map((event) => (event.type === 'Queued' && event.reason !== 'new' ? { ...event, arrivedAt: event.queuedAt } : event))),
  'nothing-lost': PLUMBING['a consumer that moves its offset before the effect'].parts,
  'relay-in-order': PLUMBING['a relay that moves its checkpoint before it publishes'].parts,
  'reports-true': {
    ...REAL_PARTS,
    foldConversationEvent: (facts, published) => {
      const known = facts.conversations.get(published.subject);
      if (known) facts.conversations.set(published.subject, { ...known, revision: Math.min(known.revision, published.revision - 1) });
      REAL_PARTS.foldConversationEvent(facts, published);
    },
  },
  'read-model-true': {
    ...REAL_PARTS,
    agentRecord: (event) => {
      const record = REAL_PARTS.agentRecord(event);
      return event.type === 'CapacityReleased' ? undefined : record;
    },
  },
};

/** A reservation ends by its deadline, though the conversation has not said what became of the offer. */
export const WITHOUT_WORD: Parts = routing((input, turn) => {
  if (input.type !== 'ExpireReservations') return [input];
  for (const { offerId, agentId, conversationId, untilMs } of [...turn.state.reserved.values()]) {
    const { max, used } = turn.state.capacityOf(agentId);
    const state = turn.state.stateOf(agentId)!;
    if (untilMs <= turn.atMs) turn.record({ type: 'CapacityReleased', agentId, state, capacity: { max, used: used - 1 }, offerId, conversationId, at: toIso(turn.atMs), cause: 'expired' });
  }
  return [];
});

function uniqueIds(): Parts['commandIdOf'] {
  let made = 0;
  return ({ type }, commandId) => (type === 'ReceiveMessage' ? `${commandId}/${(made += 1)}` : commandId);
}
