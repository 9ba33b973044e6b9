import { readReleased, writeReleased } from '@parley/service-kit';
import { LRUCache } from 'lru-cache';

const CALLERS_MAX = 10_000;
/** Longer than it ever takes until routing has read of it. */
const REMEMBERED_MS = 5_000;
const PLACES_MAX = 20;

/** Which places callers have just set free by commands that went through here; the newest of each, for a moment. */
export class ReleasedPlaces {
  private readonly byCaller = new LRUCache<string, readonly string[]>({ max: CALLERS_MAX, ttl: REMEMBERED_MS });

  /** @param authorization whose answer this was */
  note(authorization: string | undefined, header: string | readonly string[] | undefined): void {
    const released = readReleased(header);
    if (authorization === undefined || released.length === 0) return;
    this.byCaller.set(authorization, [...(this.byCaller.get(authorization) ?? []), ...released].slice(-PLACES_MAX));
  }

  /** What routing is to know before it answers this caller, as a header's value. */
  of(authorization: string | undefined): string | undefined {
    const released = authorization === undefined ? undefined : this.byCaller.get(authorization);
    return released && writeReleased(released);
  }
}
