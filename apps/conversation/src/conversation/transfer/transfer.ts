import { activeLegs, type ConversationEvent, openOffers, Refused, type Target, toIso } from '@parley/contracts';
import { begun, type Conversation, droppedTransfer, newId, offerWithdrawn, queued, type Rules, wrapUpStarted } from '../conversation';
import { checkHeld, checkTarget, directOffer, type DirectOffer, exited, handingOver, joinedAgent, namesOf, ownershipTransferred } from '../hand-over';

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

/** The agent who asked takes the transfer back before anyone accepted it, or a supervisor does, whoever asked. */
export class CancelTransfer {
  readonly type = 'CancelTransfer';
  constructor(
    readonly conversationId: string,
    readonly agentId: string,
    readonly atMs: number,
    readonly asSupervisor: boolean = false,
  ) {}
}

/**
 * Someone else is asked to take over: the source leg goes into wrap-up at once, the customer goes on. In a conference, whoever joined goes
 * with the primary; or owns it at once, unasked, where the transfer is to them.
 *
 * @throws Refused `not-a-participant` · `conversation-ended` · `forbidden` · `conference-pending` · `unknown-target` · `agent-not-available`
 */
export function requestTransfer(command: RequestTransfer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { conversationId, target, agentId, atMs, direct } = command;
  const conversation = begun(state);
  const { view } = conversation;
  const source = handingOver(conversation, agentId, 'transfer');
  const colleague = joinedAgent(view, target);
  if (colleague) return [ownershipTransferred(source, colleague, 'left', atMs), wrapUpStarted(source, rules, atMs)];
  checkTarget(conversation, target, agentId, rules);
  checkHeld(conversation, direct);
  if (target.type === 'agent' && !direct) throw new Refused('agent-not-available', 'no place is held for them');
  const at = toIso(atMs);
  const requestedBy = source.agentName;
  const requested: ConversationEvent = {
    type: 'TransferRequested',
    transferId: newId(state, 'transfer', conversationId),
    target,
    ...namesOf(command, rules),
    requestedBy: agentId,
    requestedByName: requestedBy,
    fromQueueId: view.queue.id,
    requestedAt: at,
  };
  const onward = direct
    ? directOffer(conversation, direct, 'transfer', requestedBy, atMs)
    : queued(conversation, rules, { queueId: target.id, purpose: 'transfer', reason: 'transfer', requestedBy, requestedById: agentId, atMs });
  const leaving = activeLegs(view).flatMap((leg) => [...(leg.role === 'conferenced' ? [exited(leg, 'removed', atMs)] : []), wrapUpStarted(leg, rules, atMs)]);
  return [requested, ...leaving, onward];
}

/**
 * The transfer is taken back: whose conversation it was owns it again, or, when their wrap-up is given already or it was nobody's, it
 * returns to the queue it came from.
 *
 * @throws Refused `not-a-participant` · `conversation-ended` · `offer-closed` when it is not pending any more
 */
export function cancelTransfer({ agentId, atMs, asSupervisor }: CancelTransfer, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const conversation = begun(state);
  const { view } = conversation;
  if (!asSupervisor && !view.legs.some((leg) => leg.agentId === agentId)) throw new Refused('not-a-participant');
  if (view.status === 'ended') throw new Refused('conversation-ended');
  if (!view.transfer || (!asSupervisor && view.transfer.requestedBy !== agentId)) throw new Refused('offer-closed', 'the transfer is not pending any more');
  const at = toIso(atMs);
  const { fromQueue, fromAgentId } = view.transfer;
  const last = view.legs.findLast((leg) => leg.agentId === fromAgentId);
  const source = last?.state === 'wrapping-up' ? last : undefined;
  return [
    ...openOffers(view).map((offer) => offerWithdrawn(offer, 'cancelled', atMs)),
    { type: 'TransferDropped', ...droppedTransfer(view.transfer), cause: 'cancelled', outcome: source ? 'restored' : 'requeued', droppedAt: at },
    source
      ? { type: 'WrapUpCancelled', legId: source.legId, agentId: source.agentId, cancelledAt: at }
      : queued(conversation, rules, { queueId: fromQueue.id, purpose: 'queue', reason: 'returned', atMs }),
  ];
}
