import { type ConversationEvent, type Leg, Refused, toIso, toMs } from '@parley/contracts';
import { type Begun, begun, type Conversation, type Rules } from '../conversation';

export class ApplyWrapUp {
  readonly type = 'ApplyWrapUp';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly reasonId: string,
    readonly atMs: number,
    /** Which of their legs, where they owe several. */
    readonly legId?: string,
  ) {}
}

/** The agent needs more time to choose. */
export class ExtendWrapUp {
  readonly type = 'ExtendWrapUp';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/** A timer says that the time for choosing is over; the leg's own deadline decides. */
export class ExpireWrapUp {
  readonly type = 'ExpireWrapUp';
  constructor(
    readonly conversationId: string,
    readonly legId: string,
    readonly atMs: number,
  ) {}
}

/**
 * The agent's leg has its reason, once. The same reason again is quiet: also where the agent owed several at the time and names none, so
 * that a repeat does not answer for the next one. So is any reason that comes after the time was over: the default stands.
 *
 * @throws Refused `not-a-participant` · `wrap-up-not-due` · `unknown-reason`
 */
export function applyWrapUp({ agentId, reasonId, atMs, legId }: ApplyWrapUp, state: Conversation): readonly ConversationEvent[] {
  const conversation = begun(state);
  const legs = conversation.view.legs.filter((leg) => leg.agentId === agentId && (legId === undefined || leg.legId === legId));
  if (legs.length === 0) throw new Refused('not-a-participant');
  const owing = legs.find((leg) => leg.state === 'wrapping-up');
  if (owing && legs.some((leg) => isAnswered(leg, reasonId, owing))) return [];
  if (!owing) {
    const last = legs.at(-1)!;
    if (last.state === 'closed' && (last.automatic || last.reasonId === reasonId)) return [];
    throw new Refused('wrap-up-not-due', last.state === 'closed' ? `the reason is ${last.reasonId} already` : 'you are still in it');
  }
  if (!owing.wrapUp!.allowedReasons.includes(reasonId)) throw new Refused('unknown-reason', `there is no reason ${reasonId}`);
  return applied(conversation, owing, reasonId, false, atMs);
}

/** The leg was given this reason by hand while the other was owed already. */
const isAnswered = ({ reasonId: given, automatic, closedAt }: Leg, reasonId: string, { wrapUp }: Leg): boolean =>
  given === reasonId && automatic === false && closedAt !== undefined && closedAt >= wrapUp!.since;

/** The deadline moves, as often as the configuration allowed when the leg was over. @throws Refused `not-a-participant` · `wrap-up-not-due` */
export function extendWrapUp({ agentId }: ExtendWrapUp, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { view } = begun(state);
  const legs = view.legs.filter((leg) => leg.agentId === agentId);
  if (legs.length === 0) throw new Refused('not-a-participant');
  const owing = legs.find((leg) => leg.state === 'wrapping-up');
  if (!owing) throw new Refused('wrap-up-not-due');
  const { extensionSeconds } = rules.wrapUp;
  const { extensions, extensionsMax = rules.wrapUp.extensionsMax } = owing.wrapUp!;
  if (extensions >= extensionsMax) throw new Refused('wrap-up-not-due', `it was extended ${extensionsMax} times already`);
  return [{ type: 'WrapUpExtended', legId: owing.legId, agentId, dueAt: toIso(toMs(owing.wrapUp!.dueAt) + extensionSeconds * 1000) }];
}

/** The default reason stands, marked automatic. Quiet when the agent was faster or there is time left. */
export function expireWrapUp({ legId, atMs }: ExpireWrapUp, state: Conversation): readonly ConversationEvent[] {
  const conversation = begun(state);
  const leg = conversation.view.legs.find((candidate) => candidate.legId === legId);
  if (leg?.state !== 'wrapping-up' || atMs < toMs(leg.wrapUp!.dueAt)) return [];
  return applied(conversation, leg, leg.wrapUp!.defaultReason, true, atMs);
}

function applied({ view }: Begun, leg: Leg, reasonId: string, automatic: boolean, atMs: number): readonly ConversationEvent[] {
  const { legId, agentId, wrapUp } = leg;
  const at = toIso(atMs);
  const last = view.status === 'ended' && view.legs.every((other) => other.legId === legId || other.state === 'closed');
  return [
    { type: 'WrapUpApplied', legId, agentId, reasonId, automatic, startedAt: wrapUp!.since, appliedAt: at },
    ...(last ? [{ type: 'ConversationClosed', closedAt: at } as const] : []),
  ];
}
