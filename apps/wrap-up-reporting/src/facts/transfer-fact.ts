import type { ConversationEvent, ConversationEventOf } from '@parley/contracts';

/** One row of `transfer_fact`: someone else was asked once to take a conversation over. Keys are column names. */
export interface TransferFact {
  readonly transfer_id: string;
  readonly conversation_id: string;
  /** The agent, or the supervisor, who asked. */
  readonly requested_by: string;
  readonly from_queue_id: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly requested_at: string;
  readonly outcome: 'open' | 'accepted' | 'dropped';
  readonly closed_at: string | null;
}

/** A transfer is open from its request until somebody accepts the conversation by it, or it is dropped. */
export function foldIntoTransfers(transfers: Map<string, TransferFact>, conversationId: string, event: ConversationEvent): void {
  switch (event.type) {
    case 'TransferRequested':
      transfers.set(event.transferId, requested(conversationId, event));
      return;
    case 'TransferDropped':
      return close(transfers, event.transferId, 'dropped', event.droppedAt);
    case 'Accepted':
      if (event.kind === 'transfer') close(transfers, openOf(transfers, conversationId)?.transfer_id, 'accepted', event.acceptedAt);
      return;
    default:
      return;
  }
}

function requested(conversationId: string, event: ConversationEventOf<'TransferRequested'>): TransferFact {
  return {
    transfer_id: event.transferId,
    conversation_id: conversationId,
    requested_by: event.requestedBy,
    from_queue_id: event.fromQueueId,
    target_type: event.target.type,
    target_id: event.target.id,
    requested_at: event.requestedAt,
    outcome: 'open',
    closed_at: null,
  };
}

/** There is one at most; the latest, should there be more. */
const openOf = (transfers: ReadonlyMap<string, TransferFact>, conversationId: string): TransferFact | undefined =>
  [...transfers.values()].findLast(({ conversation_id, outcome }) => conversation_id === conversationId && outcome === 'open');

function close(transfers: Map<string, TransferFact>, transferId: string | undefined, outcome: TransferFact['outcome'], closedAt: string): void {
  const transfer = transferId === undefined ? undefined : transfers.get(transferId);
  if (transfer) transfers.set(transfer.transfer_id, { ...transfer, outcome, closed_at: closedAt });
}
