import { TOPICS } from '@parley/contracts';
import { type Append, type Appended, deliver, type EventStore, type NewRecord, RevisionConflict, runRelay, Streams, Unreachable } from '@parley/event-sourcing';
import type { Invariant } from '../engine/violation';
import { type Parts, REAL_PARTS } from '../parts';

export interface PlantedPlumbing {
  readonly parts: Parts;
  /** What it is caught by, one of these. */
  readonly breaks: readonly Invariant[];
}

/** The log, some of its calls changed. */
const changed = (store: EventStore, change: Partial<EventStore>): EventStore => ({
  append: (append) => store.append(append),
  readStream: (stream, options) => store.readStream(stream, options),
  readAll: (options) => store.readAll(options),
  head: () => store.head(),
  subscribe: (subscription) => store.subscribe(subscription),
  ...change,
});

/** An append that lost its race is written all the same, behind what won; the writer is told that all went as it thought. */
async function regardless(store: EventStore, append: Append): Promise<Appended> {
  try {
    return await store.append(append);
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    const appended = await regardless(store, { ...append, expectedRevision: error.actual });
    return { ...appended, revision: (append.expectedRevision === 'no-stream' ? -1 : append.expectedRevision) + append.events.length };
  }
}

const streamsOn = (change: (store: EventStore) => Partial<EventStore>): Parts => ({
  ...REAL_PARTS,
  openStreams: (store, decider) => new Streams(changed(store, change(store)), decider),
});

/** One way to break each piece of the plumbing that the product and the simulation share. */
export const PLUMBING = {
  'streams that do not decide afresh after a lost race': {
    parts: streamsOn((store) => ({ append: (append) => regardless(store, append) })),
    breaks: ['one-offer', 'offer-ends-once', 'accept-rightful', 'one-place', 'replay-is-equal', 'one-wrap-up', 'over-is-over', 'nothing-stuck', 'written-by-active-leg', 'status-rises'],
  },
  'streams that do not read again after a lost race': {
    parts: streamsOn((store) => ({ readStream: async (stream, options) => (options?.from ? [] : store.readStream(stream, options)) })),
    breaks: ['nothing-stuck', 'nothing-lost', 'no-error'],
  },
  'a routing partition that is not fenced': {
    parts: { ...REAL_PARTS, routingLog: (store) => changed(store, { append: (append) => regardless(store, append) }) },
    breaks: ['capacity-kept', 'only-available', 'one-offer', 'places-are-legs', 'replay-is-equal', 'oldest-first', 'nobody-idle', 'no-error'],
  },
  'a routing partition that does not follow the log': {
    parts: { ...REAL_PARTS, routingLog: (store) => changed(store, { subscribe: () => new Promise(() => undefined) }) },
    breaks: ['nothing-stuck', 'read-model-true'],
  },
  'a relay that moves its checkpoint before it publishes': { parts: { ...REAL_PARTS, runRelay: savingFirst }, breaks: ['relay-in-order'] },
  'a consumer that moves its offset before the effect': {
    parts: {
      ...REAL_PARTS,
      deliver: async (records, delivery) => {
        if (delivery.from.topic !== TOPICS.channelInbound) return deliver(records, delivery);
        await delivery.settled(records.at(-1)!);
        return deliver(records, { ...delivery, settled: async () => undefined });
      },
    },
    breaks: ['nothing-lost'],
  },
  'a consumer that takes an outage for the fault of a record': {
    parts: {
      ...REAL_PARTS,
      deliver: (records, delivery) =>
        deliver(records, {
          ...delivery,
          onBatch: (batch) =>
            delivery.onBatch(batch).catch((error: unknown) => {
              throw error instanceof Unreachable ? new Error(error.message) : error;
            }),
        }),
    },
    breaks: ['no-error'],
  },
} as const satisfies Readonly<Record<string, PlantedPlumbing>>;

/** The real relay on a broker that gets everything only after the checkpoint was saved. */
function savingFirst({ bus, checkpoint, ...options }: Parameters<typeof runRelay>[0]): Promise<void> {
  const held: (readonly [string, readonly NewRecord[]])[] = [];
  return runRelay({
    ...options,
    bus: { publish: async (topic, records) => void held.push([topic, records]) },
    checkpoint: {
      load: () => checkpoint.load(),
      save: async (to, from) => {
        await checkpoint.save(to, from);
        for (const [topic, records] of held.splice(0)) await bus.publish(topic, records);
      },
    },
  });
}
