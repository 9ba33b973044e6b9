import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import { type AllSlice, categoryOf, type ReadAll, type RecordedEvent, StoreUnavailable } from '@parley/event-sourcing';
import type { Connection } from './connection';
import { isNoStream, isNotRead } from './failures';
import { readEvents } from './reading';
import { type EsdbEvent, isSystemEvent, placeOf, positionOf, recorded } from './recorded';

const WINDOW_MIN = 1_000;
const LOOKS_BACK = [1, 32, 500] as const;

export interface StreamPart {
  readonly from?: number;
  readonly limit?: number;
  /** From `from` back to the beginning; the newest first. */
  readonly backwards?: boolean;
}

/** The port's reads, by the client. */
export class LogReader {
  /** What the newest look at the end of the log saw: its newest event, and the newest that is not the server's own. */
  private seen = { any: 0, ours: 0 };

  constructor(
    private readonly connection: Connection,
    private readonly silenceMs: number,
  ) {}

  /** @throws StoreUnavailable */
  async stream(stream: string, part: StreamPart = {}): Promise<readonly RecordedEvent[]> {
    return (await this.streamEvents(stream, part)).map(recorded);
  }

  /** As the server has them. @throws StoreUnavailable */
  streamEvents(stream: string, { from, limit = Number.MAX_SAFE_INTEGER, backwards = false }: StreamPart): Promise<EsdbEvent[]> {
    if (limit <= 0) return Promise.resolve([]);
    return this.connection.read(async (client) => {
      const fromRevision = from === undefined ? (backwards ? END : START) : BigInt(from);
      const direction = backwards ? BACKWARDS : FORWARDS;
      const call = client.readStream(stream, { fromRevision, maxCount: limit, direction, requiresLeader: true });
      try {
        return await collected(readEvents(call, this.silenceMs));
      } catch (error) {
        if (isNoStream(error)) return [];
        throw error;
      }
    });
  }

  /**
   * Looks at a window of the log and leaves out here what was not asked for: the client cannot filter a read, and a position that was
   * seen is the only one that is known to have been passed.
   */
  async all({ after, limit, categories, types }: ReadAll): Promise<AllSlice> {
    const window = Math.max(2 * limit, WINDOW_MIN);
    const wanted = wantedOf({ categories, types });
    return this.connection.read(async (client) => {
      const fromPosition = after === 0 ? START : placeOf(after);
      const call = client.readAll({ fromPosition, maxCount: window, direction: FORWARDS, requiresLeader: true });
      const events: RecordedEvent[] = [];
      let [position, looked, last] = [after, 0, after];
      for await (const event of readEvents(call, this.silenceMs)) {
        looked += 1;
        last = positionOf(event);
        if (last <= after || isSystemEvent(event)) continue;
        position = last;
        if (wanted(event)) events.push(recorded(event));
        if (events.length === limit) break;
      }
      // Where there was nothing but the server's own, the next look must begin after it.
      return { events, position: position === after && looked === window ? last : position };
    });
  }

  /** Resolves when the log has an event at exactly `position`. @throws StoreUnavailable also where it has none */
  async holds(position: number): Promise<void> {
    const [event] = await this.connection.read(async (client) => {
      const call = client.readAll({ fromPosition: placeOf(position), maxCount: 1, direction: FORWARDS, requiresLeader: true });
      try {
        return await collected(readEvents(call, this.silenceMs));
      } catch (error) {
        if (isNotRead(error)) return [];
        throw error;
      }
    });
    if (event && positionOf(event) === position) return;
    throw new StoreUnavailable(`the log has no event at ${position}, up to where this database was folded: EVENTSTORE_URL names another log, or an older copy`);
  }

  /** Position of the newest event that is not the server's own; 0 when there is none. */
  async head(): Promise<number> {
    const seen = await this.connection.read(async (client) => {
      let fromPosition: typeof END | ReturnType<typeof placeOf> = END;
      let newest = 0;
      for (let look = 0; ; look += 1) {
        const maxCount = LOOKS_BACK[Math.min(look, LOOKS_BACK.length - 1)] as number;
        const call = client.readAll({ fromPosition, maxCount, direction: BACKWARDS, requiresLeader: true });
        const events = await collected(readEvents(call, this.silenceMs));
        for (const event of events) {
          const position = positionOf(event);
          newest = Math.max(newest, position);
          if (!isSystemEvent(event)) return { any: newest, ours: position };
          if (position === this.seen.any) return { any: newest, ours: this.seen.ours };
        }
        if (events.length < maxCount) return { any: newest, ours: 0 };
        fromPosition = placeOf(positionOf(events.at(-1) as EsdbEvent));
      }
    });
    if (seen.any > this.seen.any) this.seen = seen;
    return seen.ours;
  }
}

/** Whether an event passes the filter of a reader. */
export function wantedOf({ categories, types }: Pick<ReadAll, 'categories' | 'types'>): (event: EsdbEvent) => boolean {
  return ({ streamId, type }) => (!categories || categories.includes(categoryOf(streamId))) && (!types || types.includes(type));
}

async function collected(events: AsyncIterable<EsdbEvent>): Promise<EsdbEvent[]> {
  const all: EsdbEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
