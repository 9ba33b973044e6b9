import { createHash, randomInt } from 'node:crypto';
import { BoundedMap } from '../bounded-map';

export interface ShelvedMedia {
  readonly id: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
}

const FILES_MAX = 500;
/** More than a phone page sends, less than WhatsApp's 100 MB: everything is in memory. */
export const FILE_BYTES_MAX = 8 * 1024 * 1024;

/** The files of all messages, newest 500. */
export class MediaShelf {
  private readonly files = new BoundedMap<string, ShelvedMedia>(FILES_MAX);

  put(mimeType: string, bytes: Buffer): ShelvedMedia {
    const media = { id: `7${String(randomInt(2 ** 47)).padStart(15, '0')}`, mimeType, bytes };
    this.files.set(media.id, media);
    return media;
  }

  find(id: string): ShelvedMedia | undefined {
    return this.files.get(id);
  }

  clear(): void {
    this.files.clear();
  }
}

/** What a webhook says of a file; `kind` is WhatsApp's type for it. */
export function mediaContent({ id, mimeType, bytes }: ShelvedMedia, { caption, fileName }: { caption?: string; fileName?: string } = {}) {
  const kind = mimeType === 'image/webp' ? 'sticker' : (/^(image|video|audio)\//.exec(mimeType)?.[1] ?? 'document');
  const content = {
    mime_type: mimeType,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    id,
    ...(kind === 'audio' && { voice: mimeType === 'audio/ogg' }),
    ...(kind === 'sticker' && { animated: false }),
    ...(kind === 'document' && { filename: fileName ?? 'document' }),
    ...(caption && kind !== 'audio' && kind !== 'sticker' && { caption }),
  };
  return { kind, content: { [kind]: content } };
}
