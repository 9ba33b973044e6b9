import type { Message } from '@parley/contracts';
import type { IconName } from '../ui/icon';

/** What can be said of a message that is not plain text, besides its kind: taken from WhatsApp's own content where it is there. */
export interface Placeholder {
  readonly icon: IconName;
  readonly detail?: string;
  readonly caption?: string;
}

const ICONS: Readonly<Record<string, IconName>> = {
  image: 'image',
  video: 'video',
  audio: 'mic',
  document: 'file',
  sticker: 'smile',
  location: 'pin',
  contacts: 'contact',
  reaction: 'smile',
  interactive: 'check',
  button: 'check',
  order: 'cart',
  system: 'alert',
  revoke: 'deleted',
};

/** A field somewhere inside what WhatsApp sent, when it is there and is a text or a number. */
function at(content: unknown, ...path: (string | number)[]): string | undefined {
  let value = content;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const joined = (...parts: (string | undefined)[]): string | undefined => parts.filter(Boolean).join(' · ') || undefined;

function location(content: unknown): string | undefined {
  const [latitude, longitude] = [at(content, 'latitude'), at(content, 'longitude')];
  return joined(at(content, 'name'), at(content, 'address')) ?? (latitude && longitude ? `${latitude}, ${longitude}` : undefined);
}

function detailOf({ type, media, content }: Message): string | undefined {
  switch (type) {
    case 'document':
      return joined(media?.fileName, media?.mimeType);
    case 'location':
      return location(content);
    case 'contacts':
      return joined(at(content, 0, 'name', 'formatted_name'), at(content, 0, 'phones', 0, 'phone'));
    case 'reaction':
      return at(content, 'emoji');
    case 'interactive':
      return (
        joined(at(content, 'button_reply', 'title')) ??
        joined(at(content, 'list_reply', 'title'), at(content, 'list_reply', 'description')) ??
        at(content, 'nfm_reply', 'body')
      );
    case 'button':
      return at(content, 'text');
    case 'order':
      return at(content, 'text');
    case 'system':
      return at(content, 'body');
    case 'edit':
      return at(content, 'message', 'text', 'body');
    default:
      return undefined;
  }
}

export function placeholderOf(message: Message): Placeholder {
  const detail = detailOf(message);
  const caption = message.media?.caption ?? message.text;
  return { icon: ICONS[message.type] ?? 'file', ...(detail && { detail }), ...(caption && { caption }) };
}
