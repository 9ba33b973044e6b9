import {
  type ConversationEvent,
  type ConversationEventOf,
  type OpenOffer,
  openOffers,
  Refused,
  toIso,
  toMs,
} from '@parley/contracts';
import { type Begun, begun, type Conversation, droppedTransfer, ended, isUnheardOf, offerNotMade, offerWithdrawn, overflowed, queued, type Rules } from '../conversation';

/** A timer says that the offer's time is over; the offer's own deadline decides. */
export class ExpireOffer {
  readonly type = 'ExpireOffer';
  constructor(
    readonly conversationId: string,
    readonly offerId: string,
    readonly atMs: number,
  ) {}
}

/** The agent says no. */
export class RejectOffer {
  readonly type = 'RejectOffer';
  constructor(
    readonly conversationId: string,
    readonly offerId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/** Routing takes the offer back, without blame. */
export class WithdrawOffer {
  readonly type = 'WithdrawOffer';
  constructor(
    readonly conversationId: string,
    readonly offerId: string,
    readonly cause: 'agent-unavailable' | 'agent-disconnected' | 'superseded',
    readonly atMs: number,
  ) {}
}

const openOffer = ({ view }: Begun, offerId: string): OpenOffer | undefined =>
  openOffers(view).find((offer) => offer.offerId === offerId);

/** Nobody answered in time: the request goes on to the next agent. Quiet when the offer is closed or its time is not over. */
export function expireOffer({ offerId, atMs }: ExpireOffer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const conversation = begun(state);
  const offer = openOffer(conversation, offerId);
  if (!offer || atMs < toMs(offer.expiresAt)) return [];
  const { kind, agentId, queueId } = offer;
  const missed: ConversationEvent = { type: 'OfferMissed', offerId, kind, agentId, queueId, missedAt: toIso(atMs) };
  return [missed, ...afterwards(conversation, rules, offer, 'missed', atMs)];
}

/** @throws Refused `offer-closed` · `not-a-participant` */
export function rejectOffer(command: RejectOffer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { offerId, agentId, atMs } = command;
  const conversation = begun(state);
  const offer = openOffer(conversation, offerId);
  if (offer ? offer.agentId !== agentId : state.offeredTo.get(offerId) !== agentId) throw new Refused('not-a-participant');
  if (!offer) throw new Refused('offer-closed');
  const { kind, queueId } = offer;
  const rejected: ConversationEvent = { type: 'OfferRejected', offerId, kind, agentId, queueId, rejectedAt: toIso(atMs) };
  return [rejected, ...afterwards(conversation, rules, offer, 'rejected', atMs)];
}

/**
 * The request goes on without the agent. What was never offered never will be, so that the place held for it is free; an ended conversation
 * need not say so. Quiet when the offer is closed already.
 */
export function withdrawOffer(command: WithdrawOffer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { offerId, cause, atMs } = command;
  const conversation = begun(state);
  const offer = openOffer(conversation, offerId);
  if (!offer) return isUnheardOf(state, offerId) && conversation.view.status !== 'ended' ? [offerNotMade(offerId, atMs)] : [];
  return [offerWithdrawn(offer, cause, atMs), ...afterwards(conversation, rules, offer, 'withdrawn', atMs)];
}

type Outcome = 'missed' | 'rejected' | 'withdrawn';

/** Where the request goes when the agent who was asked does not take it: never nowhere. */
function afterwards(state: Begun, rules: Rules, offer: OpenOffer, outcome: Outcome, atMs: number): readonly ConversationEvent[] {
  if (offer.kind === 'conference') return conferenceAfterwards(state, rules, offer, outcome, atMs);
  if (offer.kind === 'transfer' && state.view.transfer?.target.type === 'agent') return dropTransfer(state, rules, outcome, atMs);
  const onward = overflowed(state, rules, atMs);
  if (onward) return [onward];
  return [
    queued(state, rules, {
      queueId: offer.queueId,
      purpose: offer.kind,
      reason: outcome,
      requestedBy: offer.requestedBy,
      atMs,
    }),
  ];
}

function conferenceAfterwards(state: Begun, rules: Rules, offer: OpenOffer, outcome: Outcome, atMs: number): readonly ConversationEvent[] {
  const request = state.view.conference!;
  if (request.target.type === 'queue' && atMs < toMs(request.expiresAt)) {
    const { queueId, requestedBy } = offer;
    return [queued(state, rules, { queueId, purpose: 'conference', reason: outcome, requestedBy, atMs })];
  }
  const cause = ({ missed: 'missed', rejected: 'declined', withdrawn: 'target-unavailable' } as const)[outcome];
  return [{ type: 'ConferenceRequestDropped', requestId: request.requestId, cause, droppedAt: toIso(atMs) }];
}

/**
 * D-1: the transfer is dropped; the conversation returns to the queue it came from, or ends, as that queue is configured. What a supervisor
 * moved always returns: nobody's conversation ends because somebody tried to help.
 */
function dropTransfer(state: Begun, rules: Rules, outcome: Outcome, atMs: number): readonly ConversationEvent[] {
  const { fromQueue, bySupervisor } = state.view.transfer!;
  const cause = ({ missed: 'missed', rejected: 'rejected', withdrawn: 'target-unavailable' } as const)[outcome];
  const dropped = (result: ConversationEventOf<'TransferDropped'>['outcome']): ConversationEvent => ({
    type: 'TransferDropped',
    ...droppedTransfer(state.view.transfer!),
    cause,
    outcome: result,
    droppedAt: toIso(atMs),
  });
  if (!bySupervisor && rules.queue(fromQueue.id)?.whenTransferNotAccepted === 'end') {
    const afterDrop: Begun = { ...state, view: { ...state.view, transfer: undefined, offer: undefined } };
    const reason = 'transfer-not-accepted';
    return [dropped('ended'), ...ended(afterDrop, rules, { endedBy: { kind: 'system' }, reason, atMs })];
  }
  return [dropped('requeued'), queued(state, rules, { queueId: fromQueue.id, purpose: 'queue', reason: 'returned', atMs })];
}
