import { derivedId, type Append, type EventStore, StoreUnavailable } from '@parley/event-sourcing';

/** The `n`th append of caller `caller`: always the same, so that it can be repeated by another process. */
export function appendOf(caller: number, n: number): Append {
  const stream = `load-${caller}`;
  const events = [0, 1].map((index) => ({ id: derivedId(stream, n, index), type: 'Loaded', data: { n, index } }));
  return { stream, expectedRevision: n === 0 ? 'no-stream' : 2 * n - 1, events };
}

/** How often an append may be repeated while the store is away; with the pause between, some ten seconds. */
const REPEATS_MAX = 1_000;

/** Appends, repeating the same while the outcome is unknown, as every caller of the store may. */
export async function appendUntilKnown(store: EventStore, append: Append): Promise<void> {
  for (let repeat = 1; ; repeat += 1) {
    try {
      await store.append(append);
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || repeat === REPEATS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Every event of the log, in position order. */
export async function everything(store: EventStore) {
  const events = [];
  for (let after = 0; ;) {
    const slice = await store.readAll({ after, limit: 1_000 });
    if (slice.events.length === 0) return events;
    events.push(...slice.events);
    after = slice.position;
  }
}

/** {@link expectInOrder}, and positions are 1, 2, 3, … as PostgreSQL's are. */
export function expectSound(events: Awaited<ReturnType<typeof everything>>): void {
  expectInOrder(events);
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
}

/** Positions rise; each stream's revisions are 0, 1, 2, …; each id is there once. */
export function expectInOrder(events: Awaited<ReturnType<typeof everything>>): void {
  const next = new Map<string, number>();
  let before = 0;
  for (const { stream, revision, position } of events) {
    expect(revision).toBe(next.get(stream) ?? 0);
    expect(position).toBeGreaterThan(before);
    next.set(stream, revision + 1);
    before = position;
  }
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}
