import { toIso } from '@parley/contracts';
import { type AllSlice, type Append, type Appended, categoryOf, type ReadAll, type RecordedEvent, RevisionConflict } from '@parley/event-sourcing';

/** The log, as a store keeps it: streams at exact revisions, one order over all, a repeated append recognised. */
export class Log {
  readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly byId = new Map<string, RecordedEvent>();

  private readonly waiting = new Set<() => void>();

  /** @param appended told of each append once it is durable */
  constructor(
    private readonly nowMs: () => number,
    private readonly appended: (events: readonly RecordedEvent[]) => void,
  ) {}

  /** As the port promises. */
  append({ stream, expectedRevision, events }: Append): Appended {
    if (events.length === 0) throw new RangeError(`nothing to append to ${stream}`);
    const known = this.byId.get(events[0]!.id);
    if (known?.stream === stream) return outcomeOf(events.flatMap(({ id }) => this.byId.get(id) ?? []).at(-1)!, true);
    const kept = this.streams.get(stream) ?? [];
    const actual = kept.length === 0 ? 'no-stream' : kept.length - 1;
    if (actual !== expectedRevision) throw new RevisionConflict(stream, expectedRevision, actual);
    const recordedAt = toIso(this.nowMs());
    const recorded = events.map(({ id, type, data, metadata = {} }, index) => ({
      id,
      stream,
      revision: kept.length + index,
      position: this.events.length + index + 1,
      type,
      data: frozen(JSON.parse(JSON.stringify(data)) as object),
      metadata,
      recordedAt,
    }));
    this.streams.set(stream, kept);
    for (const event of recorded) {
      kept.push(event);
      this.events.push(event);
      this.byId.set(event.id, event);
    }
    for (const wake of [...this.waiting]) wake();
    this.appended(recorded);
    return outcomeOf(recorded.at(-1)!, false);
  }

  /** Resolves when events stand after a position, or when `signal` aborts. */
  grown(position: number, signal: AbortSignal): Promise<void> {
    if (this.events.length > position || signal.aborted) return Promise.resolve();
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

  read(stream: string, from = 0, limit = Infinity): readonly RecordedEvent[] {
    return (this.streams.get(stream) ?? []).slice(from, from + limit);
  }

  /** As the port promises. */
  readAll({ after, limit, categories, types }: ReadAll): AllSlice {
    const found: RecordedEvent[] = [];
    for (let index = after; index < this.events.length; index += 1) {
      const event = this.events[index]!;
      if ((categories && !categories.includes(categoryOf(event.stream))) || (types && !types.includes(event.type))) continue;
      found.push(event);
      if (found.length === limit) return { events: found, position: event.position };
    }
    return { events: found, position: Math.max(after, this.events.length) };
  }

  streamsOf(category: string): readonly string[] {
    return [...this.streams.keys()].filter((stream) => categoryOf(stream) === category);
  }
}

const outcomeOf = ({ revision, position, recordedAt }: RecordedEvent, duplicate: boolean): Appended => ({ revision, position, recordedAt, duplicate });

/** The past cannot be changed through a reference. */
function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
}
