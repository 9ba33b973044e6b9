import { audience, type ConversationEvent, type ConversationView, type OpenOffer, openOffers, Refused, toIso, toMs } from '@parley/contracts';
import { begun, type Conversation } from '../conversation';

export class AcceptOffer {
  readonly type = 'AcceptOffer';
  constructor(
    readonly conversationId: string,
    readonly offerId: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/**
 * The agent who was asked is in the conversation; for a conference, beside its owner.
 *
 * The last millisecond still counts. Accepting again is quiet: a double click or a second tab yields no event.
 * @throws Refused `offer-closed` · `not-a-participant` for another agent's offer, or in a conversation that is none of theirs
 */
export function acceptOffer(command: AcceptOffer, state: Conversation): readonly ConversationEvent[] {
  const { offerId, agentId, atMs } = command;
  const { view } = begun(state);
  const askedAgent = state.offeredTo.get(offerId);
  if (askedAgent !== undefined && askedAgent !== agentId) throw new Refused('not-a-participant');
  const offer = openOffers(view).find((open) => open.offerId === offerId);
  if (!offer) {
    if (view.legs.some((leg) => leg.legId === offerId)) return [];
    if (askedAgent === undefined && !audience(view).includes(agentId)) throw new Refused('not-a-participant');
    throw new Refused('offer-closed', askedAgent ? 'it was missed, taken back or answered' : 'there is no such offer');
  }
  if (atMs > toMs(offer.expiresAt)) throw new Refused('offer-closed', 'its time was over');

  const at = toIso(atMs);
  const { kind, agentName, queueId, receivedAt } = offer;
  const legId = offerId;
  const accepted: ConversationEvent = {
    type: 'Accepted',
    offerId,
    kind,
    legId,
    agentId,
    agentName,
    queueId,
    acceptedAt: at,
    ...(kind === 'transfer' && handedOverFrom(view, offer)),
    waitedMs: Math.max(0, atMs - toMs(receivedAt)),
  };
  if (kind !== 'conference' || !view.conference) return [accepted];
  const { requestId } = view.conference;
  return [accepted, { type: 'ConferenceJoined', requestId, legId, agentId, agentName, joinedAt: at }];
}

const handedOverFrom = ({ transfer }: ConversationView, { requestedBy }: OpenOffer) => ({
  ...(requestedBy !== undefined && { requestedBy }),
  ...(transfer && { fromQueueName: transfer.fromQueue.name }),
});
