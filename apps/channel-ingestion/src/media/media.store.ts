import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** A download that nobody finished, from a process that died. */
const ABANDONED_MS = 3_600_000;
const PART = '.part';

export interface KeptFile {
  readonly path: string;
  readonly bytes: number;
}

/** Copies of files in a folder, each whole or not there. Those that nobody has looked at for longest go when there are too many bytes. */
export class MediaStore {
  constructor(
    private readonly folder: string,
    private readonly bytesMax: number,
  ) {}

  async find(mediaId: string): Promise<KeptFile | undefined> {
    const path = this.pathOf(mediaId);
    const found = await stat(path).catch(() => undefined);
    if (!found) return undefined;
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined); // another process may have dropped it at this moment
    return { path, bytes: found.size };
  }

  /** What `write` puts into the file that it is given is kept; nothing is when it fails. */
  async keep(mediaId: string, write: (path: string) => Promise<void>): Promise<KeptFile> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = this.pathOf(mediaId);
    const part = `${path}.${randomUUID()}${PART}`;
    try {
      await write(part);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    const { size: bytes } = await stat(path);
    await this.makeRoom(path);
    return { path, bytes };
  }

  private async makeRoom(newest: string): Promise<void> {
    const names = await readdir(this.folder);
    const looked = await Promise.all(names.map(async (name) => ({ path: join(this.folder, name), found: await stat(join(this.folder, name)).catch(() => undefined) })));
    const files = looked.flatMap(({ path, found }) => (found?.isFile() ? [{ path, bytes: found.size, usedMs: found.mtimeMs }] : []));
    const abandoned = files.filter(({ path, usedMs }) => path.endsWith(PART) && Date.now() - usedMs > ABANDONED_MS);
    const whole = files.filter(({ path }) => !path.endsWith(PART)).sort((a, b) => b.usedMs - a.usedMs);
    let bytes = 0;
    const dropped = whole.filter((file) => (bytes += file.bytes) > this.bytesMax && file.path !== newest);
    await Promise.all([...abandoned, ...dropped].map(({ path }) => rm(path, { force: true })));
  }

  /** The id is WhatsApp's text and no file name. */
  private pathOf(mediaId: string): string {
    return join(this.folder, createHash('sha256').update(mediaId).digest('hex'));
  }
}
