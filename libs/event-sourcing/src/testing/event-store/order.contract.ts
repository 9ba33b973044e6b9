import { type AllSlice, type EventStore, type RecordedEvent, RevisionConflict } from '../../event-store/event-store';
import { pause } from '../../timing/back-off.timer';
import { happened, newCategory, newStream } from './happenings';

const WRITERS = 16;
const APPENDS_EACH = 30;

/** Appends to streams of its own and to streams that all writers share; answers the ids that the store took. */
async function write(store: EventStore, own: string, shared: readonly string[]): Promise<string[]> {
  const taken: string[] = [];
  for (let n = 0; n < APPENDS_EACH; n += 1) {
    const stream = n % 3 === 0 ? own : (shared[n % shared.length] as string);
    const last = (await store.readStream(stream)).at(-1);
    const events = Array.from({ length: 1 + (n % 3) }, () => happened({ own, n }));
    try {
      await store.append({ stream, expectedRevision: last ? last.revision : 'no-stream', events });
      taken.push(...events.map(({ id }) => id));
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
  return taken;
}

/** Within each stream the revisions are 0, 1, 2, … in the order given; positions rise. */
function expectOrder(events: readonly RecordedEvent[]): void {
  const next = new Map<string, number>();
  let position = 0;
  for (const event of events) {
    expect(event.revision).toBe(next.get(event.stream) ?? 0);
    expect(event.position).toBeGreaterThan(position);
    next.set(event.stream, event.revision + 1);
    ({ position } = event);
  }
}

export function orderContract(opened: () => EventStore): void {
  it(`skips nothing and inverts nothing for readers who tail ${WRITERS} writers`, async () => {
    const store = opened();
    const category = newCategory();
    const after = await store.head();
    const stop = new AbortController();
    const followed: RecordedEvent[] = [];
    const polled: RecordedEvent[] = [];
    let [followedTo, polledTo, end] = [after, after, Infinity];
    const onBatch = async ({ events, position }: AllSlice) => {
      followed.push(...events);
      followedTo = position;
      if (followedTo >= end) stop.abort();
    };
    const following = store.subscribe({ after, categories: [category], batchMax: 7, signal: stop.signal, onBatch });
    const polling = (async () => {
      while (polledTo < end) {
        const slice = await store.readAll({ after: polledTo, limit: 11, categories: [category] });
        polled.push(...slice.events);
        polledTo = slice.position;
        if (slice.events.length === 0) await pause(5);
      }
    })();

    const shared = Array.from({ length: 4 }, () => newStream(category));
    const taken = (await Promise.all(Array.from({ length: WRITERS }, () => write(store, newStream(category), shared)))).flat();
    end = await store.head();
    if (followedTo >= end) stop.abort();
    await Promise.all([following, polling]);

    for (const seen of [followed, polled]) {
      expectOrder(seen);
      expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(taken));
      expect(seen).toHaveLength(taken.length);
    }
  }, 180_000);
}
