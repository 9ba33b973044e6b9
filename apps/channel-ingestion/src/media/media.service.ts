import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import type { MediaClient, WantedMedia } from './media.client';
import type { KeptFile, MediaStore } from './media.store';

const DOWNLOADS_MAX = 16;

/** Files that customers sent: fetched from WhatsApp when they are first asked for, kept for as long as there is room. */
@Injectable()
export class MediaFiles implements OnApplicationShutdown {
  private readonly underWay = new Map<string, Promise<KeptFile>>();

  constructor(
    private readonly client: MediaClient,
    private readonly store: MediaStore,
  ) {}

  /** Those who ask for the same file at the same time wait for one download. @throws Refused as `MediaClient.fetchTo` */
  async open(wanted: WantedMedia): Promise<KeptFile> {
    const { mediaId } = wanted;
    const kept = await this.store.find(mediaId);
    if (kept) return kept;
    const known = this.underWay.get(mediaId);
    if (known) return known;
    if (this.underWay.size >= DOWNLOADS_MAX) throw new Refused('unavailable', 'too many files are on their way');
    const download = this.store.keep(mediaId, (path) => this.client.fetchTo(path, wanted)).finally(() => this.underWay.delete(mediaId));
    this.underWay.set(mediaId, download);
    return download;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
