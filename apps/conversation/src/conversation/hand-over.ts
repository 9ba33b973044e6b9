import { activeLegs, type ConversationEvent, type ConversationEventOf, type ConversationView, type Leg, Refused, type Target, toIso } from '@parley/contracts';
import { type Begun, offerWithdrawn, primaryLegOf, type Rules } from './conversation';

/** A place that routing holds for the agent who is asked directly. */
export interface DirectOffer {
  readonly offerId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly offerTimeoutSeconds: number;
}

export type HandOverKind = 'transfer' | 'conference';

/** The primary agent, free to hand over: out of a conference too, but no third joins it. @throws Refused `conference-pending`, and as `primaryLegOf` */
export function handingOver(state: Begun, agentId: string, kind: HandOverKind): Leg {
  const leg = primaryLegOf(state, agentId);
  const { status } = state.view;
  if (status === 'active' || (status === 'conference' && kind === 'transfer')) return leg;
  throw new Refused('conference-pending', 'take the request back first, or let whoever joined go');
}

/** The agent who joined, where `target` is them. */
export const joinedAgent = (view: ConversationView, { type, id }: Target): Leg | undefined =>
  type === 'agent' ? activeLegs(view).find(({ agentId, role }) => agentId === id && role === 'conferenced') : undefined;

/** How the target is called; a `direct` one has told it. */
export function namesOf({ target, direct }: { readonly target: Target; readonly direct?: DirectOffer | undefined }, rules: Rules): { targetName?: string } {
  const targetName = direct?.agentName ?? (target.type === 'queue' ? rules.queue(target.id)?.name : undefined);
  return targetName === undefined ? {} : { targetName };
}

/** @throws Refused `unknown-target` for oneself, a colleague who is in already, or a queue that is not configured */
export function checkTarget({ view }: Begun, target: Target, agentId: string, rules: Rules): void {
  if (target.type === 'queue' && !rules.queue(target.id)) throw new Refused('unknown-target', `there is no queue ${target.id}`);
  if (target.type === 'queue') return;
  if (target.id === agentId) throw new Refused('unknown-target', 'you cannot choose yourself');
  if (view.legs.some((leg) => leg.agentId === target.id && leg.state === 'active'))
    throw new Refused('unknown-target', `${target.id} is in the conversation already`);
}

/** The place is still held. @throws Refused `agent-not-available` when routing was told that the offer will not be made */
export function checkHeld({ notMade }: Begun, direct: DirectOffer | undefined): void {
  if (direct && notMade.has(direct.offerId)) throw new Refused('agent-not-available', 'it took too long, choose again');
}

/** The offer that goes straight to one agent, under the name of the conversation's queue. */
export function directOffer(
  { view }: Begun,
  { offerId, agentId, agentName, offerTimeoutSeconds }: DirectOffer,
  kind: 'transfer' | 'conference',
  requestedBy: string,
  atMs: number,
): ConversationEventOf<'Offered'> {
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

/** A joined agent is out; their wrap-up is an event of its own. */
export function exited({ legId, agentId, agentName }: Leg, cause: ConversationEventOf<'ConferenceExited'>['cause'], atMs: number): ConversationEvent {
  return { type: 'ConferenceExited', legId, agentId, agentName, cause, exitedAt: toIso(atMs) };
}

export function ownershipTransferred(
  { agentId: fromAgentId, agentName: fromAgentName }: Leg,
  { agentId: toAgentId, agentName: toAgentName }: Pick<Leg, 'agentId' | 'agentName'>,
  cause: ConversationEventOf<'OwnershipTransferred'>['cause'],
  atMs: number,
): ConversationEvent {
  return { type: 'OwnershipTransferred', fromAgentId, fromAgentName, toAgentId, toAgentName, cause, transferredAt: toIso(atMs) };
}

/** Whom somebody had asked to join is not asked any more; nothing where nobody was. */
export function requestDropped({ view: { conference } }: Begun, cause: 'cancelled' | 'superseded', atMs: number): readonly ConversationEvent[] {
  if (!conference) return [];
  const { requestId, offer } = conference;
  const dropped: ConversationEvent = { type: 'ConferenceRequestDropped', requestId, cause: 'cancelled', droppedAt: toIso(atMs) };
  return [...(offer ? [offerWithdrawn(offer, cause, atMs)] : []), dropped];
}
