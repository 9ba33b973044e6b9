import { type ConversationEvent, openOffers, Refused, type Target, toIso } from '@parley/contracts';
import {
  type Begun,
  begun,
  type Conversation,
  newId,
  offerWithdrawn,
  primaryLegOf,
  queued,
  type Rules,
  wrapUpStarted,
} from '../conversation';

/** A place that routing holds for the agent who is asked directly. */
export interface DirectOffer {
  readonly offerId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly offerTimeoutSeconds: number;
}

/** `direct` is there exactly when the target is an agent: routing has a place for them. */
export class RequestTransfer {
  readonly type = 'RequestTransfer';
  constructor(
    readonly conversationId: string,
    readonly target: Target,
    readonly agentId: string,
    readonly atMs: number,
    readonly direct?: DirectOffer,
  ) {}
}

/** The agent who asked takes the transfer back before anyone accepted it. */
export class CancelTransfer {
  readonly type = 'CancelTransfer';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/** The primary agent, free to hand over. @throws Refused `conference-pending`, and as `primaryLegOf` */
export function handingOver(state: Begun, agentId: string): ReturnType<typeof primaryLegOf> {
  const leg = primaryLegOf(state, agentId);
  if (state.view.status !== 'active')
    throw new Refused('conference-pending', 'end the conference or take the request back first');
  return leg;
}

/** @throws Refused `unknown-target` for oneself, a colleague who is in already, or a queue that is not configured */
export function checkTarget({ view }: Begun, target: Target, agentId: string, rules: Rules): void {
  if (target.type === 'queue' && !rules.queue(target.id)) throw new Refused('unknown-target', `there is no queue ${target.id}`);
  if (target.type === 'queue') return;
  if (target.id === agentId) throw new Refused('unknown-target', 'you cannot choose yourself');
  if (view.legs.some((leg) => leg.agentId === target.id && leg.state === 'active'))
    throw new Refused('unknown-target', `${target.id} is in the conversation already`);
}

/**
 * Someone else is asked to take over: the source leg goes into wrap-up at once, the customer goes on.
 *
 * @throws Refused `not-a-participant` · `conversation-ended` · `forbidden` · `conference-pending` · `unknown-target`
 */
export function requestTransfer(command: RequestTransfer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { conversationId, target, agentId, atMs, direct } = command;
  const conversation = begun(state);
  const { view } = conversation;
  const source = handingOver(conversation, agentId);
  checkTarget(conversation, target, agentId, rules);
  const at = toIso(atMs);
  const requestedBy = source.agentName;
  const requested: ConversationEvent = {
    type: 'TransferRequested',
    transferId: newId(state, 'transfer', conversationId),
    target,
    requestedBy: agentId,
    fromQueueId: view.queue.id,
    requestedAt: at,
  };
  const onward = direct
    ? directOffer(conversation, direct, 'transfer', requestedBy, atMs)
    : queued(conversation, rules, { queueId: target.id, purpose: 'transfer', reason: 'transfer', requestedBy, requestedById: agentId, atMs });
  return [requested, wrapUpStarted(source, rules, atMs), onward];
}

/** The offer that goes straight to one agent, under the name of the conversation's queue. */
export function directOffer(
  { view }: Begun,
  { offerId, agentId, agentName, offerTimeoutSeconds }: DirectOffer,
  kind: 'transfer' | 'conference',
  requestedBy: string,
  atMs: number,
): ConversationEvent {
  return {
    type: 'Offered',
    offerId,
    kind,
    agentId,
    agentName,
    queueId: view.queue.id,
    queueName: view.queue.name,
    customerName: view.customer.name,
    customerPhone: view.customer.phone,
    sourceNumber: view.sourceNumber,
    requestedBy,
    receivedAt: view.arrivedAt,
    offeredAt: toIso(atMs),
    expiresAt: toIso(atMs + offerTimeoutSeconds * 1000),
  };
}

/**
 * The transfer is taken back: the asking agent owns the conversation again, or, when their wrap-up is given already, it
 * returns to the queue it came from. Quiet when it is not pending any more.
 *
 * @throws Refused `not-a-participant`
 */
export function cancelTransfer({ agentId, atMs }: CancelTransfer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const conversation = begun(state);
  const { view } = conversation;
  const source = view.legs.findLast((leg) => leg.agentId === agentId);
  if (!source) throw new Refused('not-a-participant');
  if (view.transfer?.requestedBy !== agentId) {
    if (view.status === 'ended') throw new Refused('conversation-ended');
    throw new Refused('offer-closed', 'the transfer is not pending any more');
  }
  const at = toIso(atMs);
  const { transferId, fromQueue } = view.transfer;
  const restored = source.state === 'wrapping-up';
  return [
    ...openOffers(view).map((offer) => offerWithdrawn(offer, 'cancelled', atMs)),
    { type: 'TransferDropped', transferId, cause: 'cancelled', outcome: restored ? 'restored' : 'requeued', droppedAt: at },
    restored
      ? { type: 'WrapUpCancelled', legId: source.legId, agentId, cancelledAt: at }
      : queued(conversation, rules, { queueId: fromQueue.id, purpose: 'queue', reason: 'returned', atMs }),
  ];
}
