import type { InboundMessage, Media } from '@parley/contracts';
import { type ContactBook, sender } from './customer';
import { instant } from './instant';
import { type JsonObject, object, text, word } from './json';

const MEDIA_TYPES = new Set(['image', 'video', 'audio', 'document', 'sticker']);

export interface Arrival {
  readonly phoneNumberId: string;
  readonly receivedAt: string;
  readonly contacts: ContactBook;
}

/** One element of `value.messages[]`, or why it cannot be read as one. Unknown types are messages too, whole in `raw`. */
export function message(raw: JsonObject, { phoneNumberId, receivedAt, contacts }: Arrival): InboundMessage | string {
  const wamid = text(raw['id']);
  if (wamid === undefined) return 'the message has no id';
  const customer = sender(raw, contacts);
  if (customer.phone === undefined && customer.bsuid === undefined) return 'the message names no customer';
  const messageType = text(raw['type']) ?? 'unknown';
  const read: InboundMessage = {
    kind: 'message',
    phoneNumberId,
    wamid,
    customer,
    messageType,
    channelTimestamp: instant(raw['timestamp']) ?? receivedAt,
    receivedAt,
    raw,
  };
  const content = object(raw[messageType]);
  const said = content && words(messageType, content);
  if (said !== undefined) read.text = said;
  const file = content && MEDIA_TYPES.has(messageType) ? media(content) : undefined;
  if (file) read.media = file;
  const replyTo = text(object(raw['context'])?.['id']);
  if (replyTo !== undefined) read.replyToWamid = replyTo;
  return read;
}

/** What the customer said: the text they wrote, or the label of what they tapped. */
function words(type: string, content: JsonObject): string | undefined {
  switch (type) {
    case 'text':
      return text(content['body']);
    case 'button':
      return text(content['text']);
    case 'interactive':
      return text(object(content['button_reply'])?.['title']) ?? text(object(content['list_reply'])?.['title']);
    default:
      return undefined;
  }
}

function media(content: JsonObject): Media | undefined {
  const mediaId = word(content['id']);
  if (mediaId === undefined) return undefined;
  const file: Media = { mediaId, mimeType: mimeType(content['mime_type']) };
  const sha256 = text(content['sha256']);
  const fileName = text(content['filename']);
  const caption = text(content['caption']);
  if (sha256 !== undefined) file.sha256 = sha256;
  if (fileName !== undefined) file.fileName = fileName;
  if (caption !== undefined) file.caption = caption;
  if (typeof content['voice'] === 'boolean') file.voice = content['voice'];
  if (typeof content['animated'] === 'boolean') file.animated = content['animated'];
  return file;
}

/** Without its parameters: WhatsApp writes `audio/ogg; codecs=opus`. */
function mimeType(value: unknown): string {
  const given = text(value) ?? '';
  const end = given.indexOf(';');
  return (end < 0 ? given : given.slice(0, end)).trim().toLowerCase() || 'application/octet-stream';
}
