import type { ConversationStatus } from '../http/shapes';
import type { ConversationEvent, ConversationEventOf } from './events';
import type { Customer } from './parts';
import { type ConversationView, type Leg, type OpenOffer, type QueueEntry, startView } from './view';

/** The view after `event` at `revision`. Pure; never refuses a fact. */
export function evolveView(
  view: ConversationView | undefined,
  event: ConversationEvent,
  { conversationId, revision }: { conversationId: string; revision: number },
): ConversationView {
  if (event.type === 'ConversationStarted') return { ...startView(conversationId, event), revision };
  if (!view) throw new Error(`conversation ${conversationId} begins with ${event.type}, expected ConversationStarted`);
  return { ...apply(view, event, revision), revision };
}

function apply(
  view: ConversationView,
  event: Exclude<ConversationEvent, { type: 'ConversationStarted' }>,
  revision: number,
): ConversationView {
  switch (event.type) {
    case 'MessageReceived':
      return {
        ...view,
        customer: customerAfter(view, event),
        serviceWindowExpiresAt:
          event.serviceWindowExpiresAt > view.serviceWindowExpiresAt ? event.serviceWindowExpiresAt : view.serviceWindowExpiresAt,
      };
    case 'MessageSent':
    case 'MessageStatusChanged':
    case 'OfferNotMade':
      return view;
    case 'Queued':
      return queued(view, event);
    case 'Offered':
      return offered(view, event);
    case 'OfferMissed':
    case 'OfferRejected':
    case 'OfferWithdrawn':
      return offerClosed(view, event.offerId);
    case 'Accepted':
      return accepted(view, event);
    case 'TransferRequested':
      return transferRequested(view, event);
    case 'TransferDropped':
      return transferDropped(view, event);
    case 'ConferenceRequested': {
      const { requestId, target, requestedBy, expiresAt } = event;
      return restatus({ ...view, conference: { requestId, target, requestedBy, expiresAt } });
    }
    case 'ConferenceRequestDropped':
    case 'ConferenceJoined':
      return restatus({ ...view, conference: undefined });
    case 'ConferenceExited':
      return view; // the leg moves with its WrapUpStarted
    case 'OwnershipTransferred':
      return restatus({
        ...view,
        legs: view.legs.map((leg) => (leg.agentId === event.toAgentId && leg.state === 'active' ? { ...leg, role: 'primary' } : leg)),
      });
    case 'Ended':
      return {
        ...view,
        status: 'ended',
        endedAt: event.endedAt,
        entry: undefined,
        offer: undefined,
        transfer: undefined,
        conference: undefined,
      };
    case 'WrapUpStarted': {
      const { startedAt: since, dueAt, defaultReason, allowedReasons, extensionsMax } = event;
      return changeLeg(view, event.legId, {
        state: 'wrapping-up',
        leftRevision: revision,
        wrapUp: { since, dueAt, defaultReason, allowedReasons, extensions: 0, ...(extensionsMax !== undefined && { extensionsMax }) },
      });
    }
    case 'WrapUpExtended':
      return {
        ...view,
        legs: view.legs.map((leg) =>
          leg.legId === event.legId && leg.wrapUp ? { ...leg, wrapUp: { ...leg.wrapUp, dueAt: event.dueAt, extensions: leg.wrapUp.extensions + 1 } } : leg,
        ),
      };
    case 'WrapUpCancelled':
      return changeLeg(view, event.legId, { state: 'active', wrapUp: undefined, leftRevision: undefined });
    case 'WrapUpApplied':
      return changeLeg(view, event.legId, { state: 'closed', reasonId: event.reasonId, automatic: event.automatic, closedAt: event.appliedAt });
    case 'ConversationClosed':
      return { ...view, closed: true };
  }
}

function customerAfter({ customer }: ConversationView, { customerName, customer: reached }: ConversationEventOf<'MessageReceived'>): Customer {
  const name = customerName || customer.name;
  return reached ? { customerId: customer.customerId, name, ...reached } : { ...customer, name };
}

function queued(view: ConversationView, event: ConversationEventOf<'Queued'>): ConversationView {
  const { entryId, purpose, queueId, queueName, priority, arrivedAt, requestedBy, overflow } = event;
  const optional = { ...(requestedBy && { requestedBy }), ...(overflow && { overflow }) };
  const entry: QueueEntry = { entryId, purpose, queueId, queueName, priority, arrivedAt, ...optional };
  if (purpose === 'conference') return view.conference ? { ...view, conference: { ...view.conference, entry } } : view;
  return restatus({ ...view, entry, arrivedAt, queue: { id: queueId, name: queueName } });
}

function offered(view: ConversationView, event: ConversationEventOf<'Offered'>): ConversationView {
  const { type: _type, ...rest } = event;
  const offer: OpenOffer = { ...rest, conversationId: view.conversationId };
  if (offer.kind === 'conference') return view.conference ? { ...view, conference: { ...view.conference, offer } } : view;
  return restatus({ ...view, offer });
}

function offerClosed(view: ConversationView, offerId: string): ConversationView {
  if (view.offer?.offerId === offerId) return restatus({ ...view, offer: undefined });
  if (view.conference?.offer?.offerId === offerId) return { ...view, conference: { ...view.conference, offer: undefined } };
  return view;
}

/** Nobody is looked for under the wait that it had, if it had one. */
function transferRequested(view: ConversationView, event: ConversationEventOf<'TransferRequested'>): ConversationView {
  const { transferId, target, targetName, requestedBy, requestedAs } = event;
  const bySupervisor = requestedAs === 'supervisor';
  const fromAgentId = bySupervisor ? event.fromAgentId : requestedBy;
  const whose = { ...(bySupervisor && { bySupervisor: true as const }), ...(fromAgentId !== undefined && { fromAgentId }) };
  return { ...view, entry: undefined, transfer: { transferId, target, ...(targetName !== undefined && { targetName }), requestedBy, ...whose, fromQueue: view.queue } };
}

/** Taken back, the conversation is again in the queue it came from. */
function transferDropped(view: ConversationView, { outcome }: ConversationEventOf<'TransferDropped'>): ConversationView {
  const isBack = outcome === 'restored' || outcome === 'reassigned';
  const queue = isBack && view.transfer ? view.transfer.fromQueue : view.queue;
  return restatus({ ...view, queue, transfer: undefined, entry: undefined, offer: undefined });
}

function accepted(view: ConversationView, event: ConversationEventOf<'Accepted'>): ConversationView {
  const { legId, agentId, agentName, queueId, acceptedAt: joinedAt, kind } = event;
  const role = kind === 'conference' ? 'conferenced' : 'primary';
  const legs: readonly Leg[] = [...view.legs, { legId, agentId, agentName, role, queueId, state: 'active', joinedAt }];
  if (kind === 'conference') return restatus({ ...view, legs });
  const queue = view.offer ? { id: view.offer.queueId, name: view.offer.queueName } : view.queue;
  return restatus({ ...view, legs, queue, entry: undefined, offer: undefined, transfer: undefined });
}

/** A leg changes; a conference of one is an ordinary conversation again. */
function changeLeg(view: ConversationView, legId: string, change: Partial<Leg>): ConversationView {
  return restatus({ ...view, legs: view.legs.map((leg) => (leg.legId === legId ? { ...leg, ...change } : leg)) });
}

function restatus(view: ConversationView): ConversationView {
  return { ...view, status: statusOf(view) };
}

function statusOf(view: ConversationView): ConversationStatus {
  if (view.endedAt) return 'ended';
  if (view.offer) return 'offered';
  const active = view.legs.filter(({ state }) => state === 'active');
  if (active.length > 1) return 'conference';
  if (active.length === 1) return view.conference ? 'conference-requested' : 'active';
  return 'queued';
}
