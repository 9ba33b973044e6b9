import { type DeliveryError, type InboundStatus, type MessageStatus, toMs } from '@parley/contracts';

export interface OurMessage {
  readonly conversationId: string;
  readonly messageId: string;
}

/** What a status says in our words. `message` when WhatsApp returned the reference that we had given it. */
export interface Delivered {
  readonly wamid: string;
  readonly status: MessageStatus;
  readonly atMs: number;
  readonly error?: DeliveryError;
  readonly message?: OurMessage;
  readonly record: InboundStatus;
}

const STATUS: Readonly<Record<string, MessageStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  // The first play of a voice message: whoever hears it has read it.
  played: 'read',
  failed: 'failed',
};

/** @returns undefined for a word that says nothing about delivery (`deleted`, `warning`, and whatever comes next) */
export function deliveredOf(record: InboundStatus): Delivered | undefined {
  const status = STATUS[record.status];
  if (!status) return undefined;
  const error = status === 'failed' ? (record.errors?.[0] ?? { code: 'unknown', message: 'WhatsApp gave no reason' }) : undefined;
  const message = ourMessageOf(record.reference);
  return {
    wamid: record.wamid,
    status,
    atMs: toMs(record.channelTimestamp),
    ...(error && { error }),
    ...(message && { message }),
    record,
  };
}

/** The inverse of `outboundReference`. */
function ourMessageOf(reference: string | undefined): OurMessage | undefined {
  const [, conversationId, messageId] = /^([0-9a-f-]{36}-\d+)\/(.{1,200})$/.exec(reference ?? '') ?? [];
  return conversationId && messageId ? { conversationId, messageId } : undefined;
}
