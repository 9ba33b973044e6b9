import { follow } from './follow';
import {
  type AllSlice,
  type Append,
  type Appended,
  categoryOf,
  type EventMetadata,
  type EventStore,
  type ReadAll,
  type RecordedEvent,
  RevisionConflict,
  type Subscription,
} from './event-store';

/** An event as text, so that nobody changes the past through a reference and only JSON survives, as in a real log. */
interface Kept extends Omit<RecordedEvent, 'data' | 'metadata'> {
  readonly json: string;
}

/** The log in this process's memory: for specs and simulations. Passes `eventStoreContract`. */
export class InMemoryEventStore implements EventStore {
  private readonly log: Kept[] = [];
  private readonly streams = new Map<string, Kept[]>();
  private readonly byId = new Map<string, Kept>();
  private readonly waiting = new Set<() => void>();

  /** @param now the store's clock, epoch ms */
  constructor(private readonly now: () => number = Date.now) {}

  async append({ stream, expectedRevision, events }: Append): Promise<Appended> {
    if (events.length === 0) throw new RangeError(`nothing to append to ${stream}`);
    const kept = this.streams.get(stream) ?? [];
    const known = events.flatMap(({ id }) => this.byId.get(id) ?? []);
    if (known[0]?.id === events[0]?.id && known[0]?.stream === stream) return outcome(known.at(-1) as Kept, true);
    const actual = kept.length === 0 ? 'no-stream' : kept.length - 1;
    if (actual !== expectedRevision) throw new RevisionConflict(stream, expectedRevision, actual);
    const recordedAt = new Date(this.now()).toISOString();
    for (const { id, type, data, metadata = {} } of events) {
      const event = {
        id,
        stream,
        revision: kept.length,
        position: this.log.length + 1,
        type,
        recordedAt,
        json: JSON.stringify({ data, metadata }),
      };
      kept.push(event);
      this.log.push(event);
      this.byId.set(id, event);
    }
    this.streams.set(stream, kept);
    for (const wake of [...this.waiting]) wake();
    return outcome(kept.at(-1) as Kept, false);
  }

  async readStream(
    stream: string,
    { from = 0, limit = Infinity }: { from?: number; limit?: number } = {},
  ): Promise<readonly RecordedEvent[]> {
    return (this.streams.get(stream) ?? []).slice(from, from + limit).map(recorded);
  }

  async readAll({ after, limit, categories, types }: ReadAll): Promise<AllSlice> {
    const events: RecordedEvent[] = [];
    for (let index = after; index < this.log.length; index += 1) {
      const kept = this.log[index] as Kept;
      if (categories && !categories.includes(categoryOf(kept.stream))) continue;
      if (types && !types.includes(kept.type)) continue;
      events.push(recorded(kept));
      if (events.length === limit) return { events, position: kept.position };
    }
    return { events, position: Math.max(after, this.log.length) };
  }

  async head(): Promise<number> {
    return this.log.length;
  }

  subscribe(subscription: Subscription): Promise<void> {
    return follow(this, (position, signal) => this.waitAfter(position, signal), subscription);
  }

  private waitAfter(position: number, signal: AbortSignal): Promise<void> {
    if (this.log.length > position || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

const outcome = ({ revision, position, recordedAt }: Kept, duplicate: boolean): Appended => ({ revision, position, recordedAt, duplicate });

function recorded({ json, ...event }: Kept): RecordedEvent {
  return { ...event, ...(JSON.parse(json) as { data: object; metadata: EventMetadata }) };
}
