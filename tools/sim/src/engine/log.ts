import { toIso } from '@parley/contracts';
import { categoryOf, type NewEvent, type RecordedEvent, RevisionConflict } from '@parley/event-sourcing';

/** The log, as a store keeps it: streams at exact revisions, one order over all, a repeated append recognised. */
export class Log {
  readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly byId = new Map<string, RecordedEvent>();

  /** @param appended told of each append once it is durable */
  constructor(private readonly appended: (events: readonly RecordedEvent[]) => void) {}

  /** @returns whether it was there already @throws RevisionConflict */
  append(stream: string, expected: number, news: readonly NewEvent[], nowMs: number): { duplicate: boolean } {
    const known = this.byId.get(news[0]!.id);
    if (known?.stream === stream) return { duplicate: true };
    const kept = this.streams.get(stream) ?? [];
    if (kept.length - 1 !== expected) throw new RevisionConflict(stream, expected, kept.length - 1);
    const recordedAt = toIso(nowMs);
    const recorded = news.map(({ id, type, data, metadata = {} }, index) => ({
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
    this.appended(recorded);
    return { duplicate: false };
  }

  read(stream: string, from = 0): readonly RecordedEvent[] {
    return (this.streams.get(stream) ?? []).slice(from);
  }

  /** Events of one category after a position. */
  after(position: number, category: string, limit: number): readonly RecordedEvent[] {
    const found: RecordedEvent[] = [];
    for (let index = position; index < this.events.length && found.length < limit; index += 1)
      if (categoryOf(this.events[index]!.stream) === category) found.push(this.events[index]!);
    return found;
  }

  streamsOf(category: string): readonly string[] {
    return [...this.streams.keys()].filter((stream) => categoryOf(stream) === category);
  }
}

/** The past cannot be changed through a reference. */
function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
}
