import { type ConversationView, openOffers } from '@parley/contracts';
import {
  AcceptOffer,
  ApplyWrapUp,
  CancelConference,
  CancelTransfer,
  type ConversationCommand,
  EndConference,
  EndConversation,
  ExitConference,
  ExtendWrapUp,
  RejectOffer,
  RemoveParticipant,
  SendMessage,
} from '@parley/conversation/domain';
import { pick } from '../engine/dice';
import type { World } from '../world';

/** Something an agent could do now, and how much they feel like it. */
export interface Choice {
  readonly weight: number;
  readonly command?: ConversationCommand;
  /** To hand the conversation over or ask for company; where to is chosen later. */
  readonly handOver?: { readonly kind: 'transfer' | 'conference'; readonly conversationId: string };
}

export interface Moment {
  readonly agentId: string;
  readonly nowMs: number;
  readonly messageId: string;
  readonly chance: number;
  readonly world: World;
}

/** What this conversation, as the agent's screen shows it, lets them do; screens lag, so some of it comes too late. */
export function choicesIn(view: ConversationView, moment: Moment): readonly Choice[] {
  const { agentId, nowMs, world } = moment;
  const { temper } = world;
  const id = view.conversationId;
  const offers = openOffers(view).filter((offer) => offer.agentId === agentId);
  const wrappingUp = view.legs.some((leg) => leg.agentId === agentId && leg.state === 'wrapping-up');
  return [
    ...offers.flatMap(({ offerId }) => [
      { weight: 1 + temper.accept, command: new AcceptOffer(id, offerId, agentId, nowMs) },
      { weight: temper.reject, command: new RejectOffer(id, offerId, agentId, nowMs) },
    ]),
    ...inside(view, moment),
    ...(wrappingUp ? [{ weight: 1, command: new ApplyWrapUp(id, agentId, pick(world.reasons, moment.chance)!, nowMs) }, { weight: 0.3, command: new ExtendWrapUp(id, agentId, nowMs) }] : []),
    ...(view.transfer?.requestedBy === agentId ? [{ weight: 0.5, command: new CancelTransfer(id, agentId, nowMs) }] : []),
  ];
}

function inside(view: ConversationView, { agentId, nowMs, messageId, world: { temper } }: Moment): readonly Choice[] {
  const id = view.conversationId;
  const active = view.legs.filter(({ state }) => state === 'active');
  const own = active.find((leg) => leg.agentId === agentId);
  if (!own) return [];
  const write: Choice = { weight: 1, command: new SendMessage(id, messageId, 'hello', agentId, nowMs) };
  if (own.role === 'conferenced') return [write, { weight: 0.5, command: new ExitConference(id, agentId, nowMs) }];
  const colleague = active.find((leg) => leg.role === 'conferenced');
  return [
    write,
    { weight: temper.end, command: new EndConversation(id, agentId, false, nowMs) },
    { weight: temper.handOver, handOver: { kind: 'transfer', conversationId: id } },
    { weight: temper.handOver, handOver: { kind: 'conference', conversationId: id } },
    ...(view.conference ? [{ weight: 0.5, command: new CancelConference(id, agentId, nowMs) }] : []),
    ...(colleague ? [{ weight: 0.5, command: new RemoveParticipant(id, colleague.agentId, agentId, nowMs) }, { weight: 0.5, command: new EndConference(id, agentId, nowMs) }] : []),
  ];
}

/** What nobody should do: someone else's offer, a conversation that is none of theirs, an old deadline. */
export function mischiefIn(view: ConversationView, { agentId, nowMs, messageId, chance }: Moment): ConversationCommand {
  const id = view.conversationId;
  const offerId = openOffers(view)[0]?.offerId ?? view.legs[0]?.legId ?? 'no-offer';
  return pick(
    [
      new AcceptOffer(id, offerId, agentId, nowMs),
      new RejectOffer(id, offerId, agentId, nowMs),
      new SendMessage(id, messageId, 'hello', agentId, nowMs),
      new SendMessage(id, messageId, '', agentId, nowMs),
      new SendMessage(id, messageId, 'x'.repeat(4097), agentId, nowMs),
      new EndConversation(id, agentId, false, nowMs),
      new ExitConference(id, agentId, nowMs),
      new EndConference(id, agentId, nowMs),
      new CancelTransfer(id, agentId, nowMs),
      new ApplyWrapUp(id, agentId, 'no-such-reason', nowMs),
      new ApplyWrapUp(id, agentId, 'solved', nowMs),
    ] satisfies ConversationCommand[],
    chance,
  )!;
}

/** By weight. */
export function choose(choices: readonly Choice[], chance: number): Choice | undefined {
  let left = chance * choices.reduce((sum, { weight }) => sum + weight, 0);
  return choices.find(({ weight }) => (left -= weight) < 0) ?? choices.at(-1);
}
