import { activeLegs, type ConversationEvent, type ConversationEventOf, type ConversationView, primaryLeg, Refused, type Target, toIso, toMs } from '@parley/contracts';
import { type Begun, begun, type Conversation, droppedTransfer, newId, offerWithdrawn, queued, type Rules, wrapUpStarted } from '../conversation';
import { checkHeld, directOffer, type DirectOffer, exited, joinedAgent, namesOf, ownershipTransferred, requestDropped } from '../hand-over';

/** A supervisor moves the conversation. `direct` is there when {@link needsPlace}: routing has a place for the agent. */
export class ReassignConversation {
  readonly type = 'ReassignConversation';
  constructor(
    readonly conversationId: string,
    readonly target: Target,
    readonly supervisor: { readonly id: string; readonly name: string },
    readonly atMs: number,
    readonly direct?: DirectOffer,
  ) {}
}

/**
 * The conversation waits in the queue, or the agent is asked to take it; whoever was in it is out and owes a wrap-up. Whom somebody had
 * asked before is not asked any more. A joined colleague owns it at once, and so does a supervisor who takes it over themselves:
 * there the joined colleague stays. Quiet when the agent has it, or is asked, already.
 *
 * @throws Refused `conversation-ended` · `unknown-target` · `agent-not-available` without a place
 */
export function reassignConversation(command: ReassignConversation, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const { target, supervisor, atMs, direct } = command;
  const conversation = begun(state);
  const { view } = conversation;
  checkLive(view, target, rules);
  if (isThereAlready(view, target)) return [];
  const [owner, colleague] = [primaryLeg(view), joinedAgent(view, target)];
  if (owner && colleague) return [ownershipTransferred(owner, colleague, 'supervisor', atMs), wrapUpStarted(owner, rules, atMs)];
  checkHeld(conversation, direct);
  if (target.type === 'agent' && !direct) throw new Refused('agent-not-available', 'no place is held for them');
  const dropped = [...takenBack(conversation, atMs), ...requestDropped(conversation, 'superseded', atMs)];
  const free = freed(conversation);
  if (direct?.agentId === supervisor.id) return [...dropped, ...takenOver({ ...command, direct }, free, rules)];
  const leaving = activeLegs(view).flatMap((leg) => [...(leg.role === 'conferenced' ? [exited(leg, 'removed', atMs)] : []), wrapUpStarted(leg, rules, atMs)]);
  const fromAgentId = owner?.agentId ?? view.transfer?.fromAgentId;
  return [...dropped, requested(command, free, rules, fromAgentId), ...leaving, onward(command, free, rules, fromAgentId)];
}

/** Whether routing must hold a place for the agent first. @throws Refused `conversation-ended` · `unknown-target` */
export function needsPlace({ view }: Begun, target: Target, rules: Rules): boolean {
  checkLive(view, target, rules);
  return target.type === 'agent' && !isThereAlready(view, target) && !joinedAgent(view, target);
}

function checkLive(view: ConversationView, target: Target, rules: Rules): void {
  if (view.status === 'ended') throw new Refused('conversation-ended');
  if (target.type === 'queue' && !rules.queue(target.id)) throw new Refused('unknown-target', `there is no queue ${target.id}`);
}

/**
 * It is that agent's, or they are being asked. The queue in which it waits is asked anew: nobody there may be left who has not rejected
 * it, and of a new request no one has.
 */
function isThereAlready(view: ConversationView, { type, id }: Target): boolean {
  return type === 'agent' && (primaryLeg(view)?.agentId === id || view.offer?.agentId === id);
}

/** The conversation's own offer, and the transfer that had led to it or to its wait. */
function takenBack({ view }: Begun, atMs: number): readonly ConversationEvent[] {
  const { offer, transfer } = view;
  const outcome = 'reassigned';
  return [
    ...(offer ? [offerWithdrawn(offer, 'superseded', atMs)] : []),
    ...(transfer ? [{ type: 'TransferDropped', ...droppedTransfer(transfer), cause: 'cancelled', outcome, droppedAt: toIso(atMs) } as const] : []),
  ];
}

/** As after {@link takenBack}: in its own queue, with nothing of the wait that it had; a time to overflow begins anew. */
function freed(state: Begun): Begun {
  const { view } = state;
  return { ...state, view: { ...view, queue: view.transfer?.fromQueue ?? view.queue, entry: undefined, transfer: undefined } };
}

function requested(command: ReassignConversation, state: Begun, rules: Rules, fromAgentId: string | undefined): ConversationEventOf<'TransferRequested'> {
  const { target, supervisor, atMs, conversationId, direct } = command;
  return {
    type: 'TransferRequested',
    transferId: newId(state, 'transfer', conversationId),
    target,
    ...namesOf({ target, direct }, rules),
    requestedBy: supervisor.id,
    requestedByName: supervisor.name,
    requestedAs: 'supervisor',
    ...(fromAgentId !== undefined && { fromAgentId }),
    fromQueueId: state.view.queue.id,
    requestedAt: toIso(atMs),
  };
}

function onward({ target, supervisor, atMs, direct }: ReassignConversation, state: Begun, rules: Rules, takenFrom: string | undefined): ConversationEvent {
  if (direct) return directOffer(state, direct, 'transfer', supervisor.name, atMs);
  return queued(state, rules, {
    queueId: target.id,
    purpose: 'transfer',
    reason: 'transfer',
    requestedBy: supervisor.name,
    requestedById: supervisor.id,
    ...(takenFrom !== undefined && { takenFrom }),
    atMs,
  });
}

/** Asked and accepted in one: each acceptance has its offer. */
function takenOver({ supervisor, atMs, direct }: ReassignConversation & { direct: DirectOffer }, state: Begun, rules: Rules): readonly ConversationEvent[] {
  const { view } = state;
  const owner = primaryLeg(view);
  const { offerId, agentId, agentName } = direct;
  const offered = directOffer(state, direct, 'transfer', supervisor.name, atMs);
  const at = toIso(atMs);
  const accepted: ConversationEvent = {
    type: 'Accepted',
    offerId,
    kind: 'transfer',
    legId: offerId,
    agentId,
    agentName,
    queueId: offered.queueId,
    acceptedAt: at,
    waitedMs: Math.max(0, atMs - toMs(view.arrivedAt)),
  };
  const handedOver = owner ? [wrapUpStarted(owner, rules, atMs)] : [];
  return [...handedOver, offered, accepted, ...(owner ? [ownershipTransferred(owner, { agentId, agentName }, 'supervisor', atMs)] : [])];
}
