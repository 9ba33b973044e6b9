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

/** One line for lists and screen readers: the words themselves, or what the message is. */
export function messageSummary(message: Message, t: Texts): string {
  if (message.type === 'agent-joined') return t['message.agentJoined']({ name: message.sender.name });
  if (message.type === 'agent-left') return t['message.agentLeft']({ name: message.sender.name });
  return message.text || message.media?.caption || messageKind(message, t);
}
