import { type ConversationEvent, type DeliveryError, type MessageStatus, statusRises, toIso } from '@parley/contracts';
import { begun, type Conversation } from '../conversation';

export class RecordStatus {
  readonly type = 'RecordStatus';
  constructor(
    readonly conversationId: string,
    readonly messageId: string,
    readonly status: MessageStatus,
    readonly atMs: number,
    readonly providerMessageId?: string,
    readonly error?: DeliveryError,
  ) {}
}

/**
 * What WhatsApp said of one of our messages is known; also after the end.
 *
 * Quiet unless it raises what is known: repeats and late words of less change nothing, and neither does a message that is
 * not ours (sent by another system on the same number).
 */
export function recordStatus(command: RecordStatus, state: Conversation): readonly ConversationEvent[] {
  const { messageId, status, providerMessageId, error, atMs } = command;
  const known = begun(state).deliveries.get(messageId);
  if (!known) return [];
  const learnsId = status === 'pending' && known.status === 'pending' && !!providerMessageId && !known.providerMessageId;
  const learnsDoubt = status === 'pending' && known.status === 'pending' && !!error && !known.uncertain && !known.providerMessageId;
  if (!learnsId && !learnsDoubt && !statusRises(known.status, status)) return [];
  return [
    {
      type: 'MessageStatusChanged',
      messageId,
      status,
      ...(providerMessageId && { providerMessageId }),
      ...(error && { error }),
      changedAt: toIso(atMs),
    },
  ];
}
