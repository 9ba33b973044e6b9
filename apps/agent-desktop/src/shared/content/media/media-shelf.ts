import type { Media } from '@parley/contracts';
import { ApiFailure, type FailureCode, request } from '../../api/call';

/** A file in this tab: shown by its address, which no other page can use. */
export interface LoadedMedia {
  readonly url: string;
  readonly bytes: number;
}

/** What a browser shows in place. Of any other kind only the bytes are taken, so that nothing of it can run here. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/(ogg|mpeg|mp4|aac|amr)|video\/(mp4|3gpp))$/;
const ALL_BYTES_MAX = 150 * 1024 * 1024;
const FILES_MAX = 80;
const WITHIN_MS = 120_000;

/** Files that were loaded, newest last, so that scrolling back and forth loads nothing twice; bounded in number and bytes. */
class MediaShelf {
  private readonly files = new Map<string, Promise<LoadedMedia>>();
  private readonly loaded = new Map<string, LoadedMedia>();

  /** @throws ApiFailure */
  load(conversationId: string, { mediaId }: Media): Promise<LoadedMedia> {
    const key = `${conversationId}/${mediaId}`;
    const known = this.files.get(key);
    if (known) {
      this.files.delete(key);
      this.files.set(key, known);
      return known;
    }
    const file = this.read(conversationId, mediaId);
    this.files.set(key, file);
    file.then(
      (media) => this.keep(key, media),
      () => this.files.delete(key),
    );
    return file;
  }

  /** Nothing stays for the next person at this desk. */
  clear(): void {
    for (const { url } of this.loaded.values()) URL.revokeObjectURL(url);
    this.loaded.clear();
    this.files.clear();
  }

  private async read(conversationId: string, mediaId: string): Promise<LoadedMedia> {
    const path = `/api/conversations/${encodeURIComponent(conversationId)}/media/${encodeURIComponent(mediaId)}`;
    const response = await request(path, { accept: '*/*', withinMs: WITHIN_MS });
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    const bytes = await response.arrayBuffer().catch(() => {
      throw new ApiFailure('unreachable', 0);
    });
    const blob = new Blob([bytes], { type: SHOWN.test(type) ? type : 'application/octet-stream' });
    return { url: URL.createObjectURL(blob), bytes: blob.size };
  }

  private keep(key: string, media: LoadedMedia): void {
    if (!this.files.has(key)) return URL.revokeObjectURL(media.url);
    this.loaded.set(key, media);
    let bytes = [...this.loaded.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const oldest of this.files.keys()) {
      const old = this.loaded.get(oldest);
      if (oldest === key || (bytes <= ALL_BYTES_MAX && this.loaded.size <= FILES_MAX)) return;
      if (!old) continue;
      bytes -= old.bytes;
      URL.revokeObjectURL(old.url);
      this.loaded.delete(oldest);
      this.files.delete(oldest);
    }
  }
}

export const mediaShelf = new MediaShelf();

export const codeOfLoading = (error: unknown): FailureCode => (error instanceof ApiFailure ? error.code : 'internal');
