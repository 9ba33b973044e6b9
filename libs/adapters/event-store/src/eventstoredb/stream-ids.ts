import { LRUCache } from 'lru-cache';
import type { RecordedEvent } from '@parley/event-sourcing';
import type { LogReader } from './log-reader';

/** So far back in its stream an append is recognised that expects another revision than it did the first time. */
export const LOOK_BACK = 2_000;
const IDS_MAX = 200_000;

interface Known {
  /** Of the newest event that is known. */
  upTo: number;
  /** Revision by id. */
  readonly ids: Map<string, number>;
}

/**
 * Which ids a stream has, for those streams that are in use. The server finds a repeat only at the revision that it expected the
 * first time; the port promises it for any. Mostly nothing is read for it: who appends has read the stream before, or written it.
 */
export class StreamIds {
  private readonly streams = new LRUCache<string, Known>({ maxSize: IDS_MAX, sizeCalculation: ({ ids }) => ids.size + 1 });

  constructor(private readonly reader: Pick<LogReader, 'stream'>) {}

  /** Knows the stream up to `revision`, at least. */
  async upTo(stream: string, revision: number): Promise<ReadonlyMap<string, number>> {
    const known = this.streams.get(stream);
    if (known && known.upTo >= revision) return known.ids;
    const missing = revision - (known?.upTo ?? -1);
    if (known && missing <= LOOK_BACK) this.note(stream, await this.reader.stream(stream, { from: known.upTo + 1, limit: missing }));
    else {
      const newest = await this.reader.stream(stream, { from: revision, limit: LOOK_BACK, backwards: true });
      this.start(stream, [...newest].reverse());
    }
    return this.streams.get(stream)?.ids ?? new Map();
  }

  /** Knows the stream as it stands now. */
  async now(stream: string): Promise<{ ids: ReadonlyMap<string, number>; revision: number }> {
    const [last] = await this.reader.stream(stream, { limit: 1, backwards: true });
    if (!last) return { ids: new Map(), revision: -1 };
    return { ids: await this.upTo(stream, last.revision), revision: last.revision };
  }

  /** The events follow each other, as the stream was read or written. */
  note(stream: string, events: readonly Pick<RecordedEvent, 'id' | 'revision'>[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    const known = this.streams.get(stream);
    if (!known) {
      if (first.revision === 0) this.start(stream, events);
      return;
    }
    if (first.revision > known.upTo + 1 || last.revision <= known.upTo) return;
    this.keep(stream, known, events);
  }

  private start(stream: string, events: readonly Pick<RecordedEvent, 'id' | 'revision'>[]): void {
    this.keep(stream, { upTo: -1, ids: new Map() }, events);
  }

  private keep(stream: string, known: Known, events: readonly Pick<RecordedEvent, 'id' | 'revision'>[]): void {
    for (const { id, revision } of events) {
      known.ids.set(id, revision);
      known.upTo = Math.max(known.upTo, revision);
    }
    for (const id of known.ids.keys()) {
      if (known.ids.size <= LOOK_BACK) break;
      known.ids.delete(id);
    }
    this.streams.delete(stream);
    this.streams.set(stream, known);
  }
}
