import type { Message } from '@parley/contracts';
import type { TextKey, Texts } from '../i18n/texts';

const NAMED = [
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'button',
  'order',
  'system',
  'edit',
  'revoke',
] as const;

/** What kind of message this is, in words; a type that nobody knows is named as WhatsApp named it. */
export function messageKind({ type, media }: Message, t: Texts): string {
  if (media?.voice) return t['message.type.voice'];
  const known = NAMED.find((name) => name === type);
  return known ? t[`message.type.${known}` satisfies TextKey] : t['message.type.unknown']({ type });
}

/** What agents did with the conversation among themselves, in the reader's language; the message's own text where it is of a type that we do not know. */
function systemLine({ type, sender: { name }, handOver: { by = '', to, queue } = { to: '' } }: Message, t: Texts): string | undefined {
  switch (type) {
    case 'agent-joined':
      return t['message.agentJoined']({ name });
    case 'agent-left':
      return t['message.agentLeft']({ name });
    case 'transfer-accepted':
      return t['message.handedOver']({ by, to, queue });
    case 'transfer-to-queue':
      return t['message.toQueue']({ by, to });
    case 'transfer-dropped':
      return t['message.transferDropped']({ to });
    case 'transfer-cancelled':
      return t['message.transferCancelled']({ to });
    default:
      return undefined;
  }
}

/** One line for lists and screen readers: the words themselves, or what the message is. */
export function messageSummary(message: Message, t: Texts): string {
  const line = message.direction === 'system' ? systemLine(message, t) : undefined;
  return line || message.text || message.media?.caption || messageKind(message, t);
}
