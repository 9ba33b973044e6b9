import { type ConversationEvent, type Leg, Refused, type Target, toIso, toMs } from '@parley/contracts';
import {
  type Begun,
  activeLegOf,
  begun,
  type Conversation,
  newId,
  offerWithdrawn,
  primaryLegOf,
  queued,
  type Rules,
  wrapUpStarted,
} from '../conversation';
import { checkHeld, checkTarget, directOffer, type DirectOffer, handingOver } from '../hand-over';

/** How long a request to a queue goes from agent to agent before it is dropped. */
export const QUEUE_REQUEST_MS = 120_000;

export class RequestConference {
  readonly type = 'RequestConference';
  constructor(
    readonly conversationId: string,
    readonly target: Target,
    readonly agentId: string,
    readonly atMs: number,
    readonly direct?: DirectOffer,
  ) {}
}

export class CancelConference {
  readonly type = 'CancelConference';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/** A timer says that nobody joined in time; the request's own deadline decides. */
export class ExpireConference {
  readonly type = 'ExpireConference';
  constructor(
    readonly conversationId: string,
    readonly requestId: string,
    readonly atMs: number,
  ) {}
}

/** The agent who joined leaves. */
export class ExitConference {
  readonly type = 'ExitConference';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/** The primary agent lets the joined agent go. */
export class RemoveParticipant {
  readonly type = 'RemoveParticipant';
  constructor(
    readonly conversationId: string,
    readonly participantId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/** A colleague is asked to join; the primary agent goes on meanwhile. @throws Refused as `requestTransfer` */
export function requestConference(command: RequestConference, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { conversationId, target, agentId, atMs, direct } = command;
  const conversation = begun(state);
  const primary = handingOver(conversation, agentId, 'conference');
  checkTarget(conversation, target, agentId, rules);
  checkHeld(conversation, direct);
  const requestedBy = primary.agentName;
  const requested: ConversationEvent = {
    type: 'ConferenceRequested',
    requestId: newId(state, 'conference', conversationId),
    target,
    requestedBy: agentId,
    requestedAt: toIso(atMs),
    expiresAt: toIso(atMs + (direct ? direct.offerTimeoutSeconds * 1000 : QUEUE_REQUEST_MS)),
  };
  const onward = direct
    ? directOffer(conversation, direct, 'conference', requestedBy, atMs)
    : queued(conversation, rules, { queueId: target.id, purpose: 'conference', reason: 'conference', requestedBy, requestedById: agentId, atMs });
  return [requested, onward];
}

/** Nobody is asked any more. @throws Refused `not-a-participant` · `forbidden` · `conversation-ended` · `not-in-conference` */
export function cancelConference({ agentId, atMs }: CancelConference, state: Conversation): readonly ConversationEvent[] {
  const conversation = begun(state);
  primaryLegOf(conversation, agentId);
  const { view } = conversation;
  if (!view.conference)
    throw new Refused(view.status === 'conference' ? 'offer-closed' : 'not-in-conference', 'no request is open');
  return dropRequest(conversation, 'cancelled', atMs);
}

/** Quiet when someone joined, the request is gone, or there is time left. */
export function expireConference({ requestId, atMs }: ExpireConference, state: Conversation): readonly ConversationEvent[] {
  const conversation = begun(state);
  const request = conversation.view.conference;
  if (request?.requestId !== requestId || atMs < toMs(request.expiresAt)) return [];
  // An offer that is open now still has its own deadline, and its outcome ends the request.
  return request.offer ? [] : dropRequest(conversation, 'missed', atMs);
}

function dropRequest({ view }: Begun, cause: 'cancelled' | 'missed', atMs: number): readonly ConversationEvent[] {
  const { requestId, offer } = view.conference!;
  return [
    ...(offer ? [offerWithdrawn(offer, 'cancelled', atMs)] : []),
    { type: 'ConferenceRequestDropped', requestId, cause, droppedAt: toIso(atMs) },
  ];
}

/** The joined agent is out and owes a wrap-up. @throws Refused `not-in-conference` · `not-a-participant` · `conversation-ended` */
export function exitConference({ agentId, atMs }: ExitConference, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const conversation = begun(state);
  const { view } = conversation;
  const leg = activeLegOf(conversation, agentId);
  if (view.status !== 'conference') throw new Refused('not-in-conference');
  if (leg.role !== 'conferenced') throw new Refused('forbidden', 'the primary agent ends the conference or transfers');
  return left(leg, 'exit', rules, atMs);
}

/** @throws Refused `not-a-participant` · `forbidden` · `conversation-ended` · `not-in-conference` */
export function removeParticipant(command: RemoveParticipant, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { participantId, agentId, atMs } = command;
  const conversation = begun(state);
  primaryLegOf(conversation, agentId);
  const leg = conversation.view.legs.find((other) => other.agentId === participantId && other.state === 'active');
  if (leg?.role !== 'conferenced') throw new Refused('not-in-conference', `${participantId} is not the joined agent`);
  return left(leg, 'removed', rules, atMs);
}

function left(leg: Leg, cause: 'exit' | 'removed', rules: Rules, atMs: number): readonly ConversationEvent[] {
  const { legId, agentId, agentName } = leg;
  return [
    { type: 'ConferenceExited', legId, agentId, agentName, cause, exitedAt: toIso(atMs) },
    wrapUpStarted(leg, rules, atMs),
  ];
}
