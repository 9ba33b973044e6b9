import { randomUUID } from 'node:crypto';
import { InMemoryEventStore } from '../event-store/in-memory-event-store.adapter';
import { type NewRecord, Unreachable } from '../message-bus/message-bus';
import { runRelay } from './relay';

/** A broker and a checkpoint that fail when told to, and remember what they took. */
function surroundings() {
  const published: { topic: string; n: number }[] = [];
  const failures: unknown[] = [];
  let position = 0;
  let stopAt = Infinity;
  const stop = new AbortController();
  return {
    published,
    failures,
    broken: { publish: 0, save: 0 },
    stop,
    until: (end: number) => (stopAt = end),
    position: () => position,
    relay(store: InMemoryEventStore, batchMax = 4) {
      return runRelay({
        store,
        batchMax,
        signal: stop.signal,
        categories: ['kept'],
        bus: {
          publish: async (topic: string, records: readonly NewRecord[]) => {
            published.push(...records.map(({ value }) => ({ topic, n: (value as { n: number }).n })));
            this.broken.publish -= 1;
            if (this.broken.publish >= 0) throw new Unreachable('taken, but not confirmed');
          },
        },
        toRecord: ({ type, stream, data }) => (type === 'Private' ? undefined : { topic: type, key: stream, value: data }),
        checkpoint: {
          load: async () => position,
          save: async (to, from) => {
            this.broken.save -= 1;
            if (this.broken.save >= 0) throw new Error('not saved');
            expect(from).toBe(position);
            position = to;
            if (position >= stopAt) stop.abort();
          },
        },
        onError: (error) => failures.push(error),
      });
    },
  };
}

async function filled(types: readonly string[], stream = 'kept-1') {
  const store = new InMemoryEventStore();
  const events = types.map((type, n) => ({ id: randomUUID(), type, data: { n } }));
  await store.append({ stream, expectedRevision: 'no-stream', events });
  return store;
}

describe('the relay', () => {
  it('publishes what is to be published, in order, and remembers how far it is', async () => {
    const around = surroundings();
    const store = await filled(['a', 'b', 'Private', 'a', 'a', 'b', 'a']);
    around.until(7);
    await around.relay(store);
    expect(around.published.filter(({ topic }) => topic === 'a').map(({ n }) => n)).toEqual([0, 3, 4, 6]);
    expect(around.published.filter(({ topic }) => topic === 'b').map(({ n }) => n)).toEqual([1, 5]);
    expect(around.position()).toBe(7);
    expect(around.failures).toEqual([]);
  });

  it('repeats a batch that the broker or the checkpoint did not confirm, and loses and reorders none', async () => {
    const around = surroundings();
    Object.assign(around.broken, { publish: 2, save: 1 });
    around.until(10);
    await around.relay(await filled(Array.from({ length: 10 }, () => 'a')));
    const firstSeen = [...new Set(around.published.map(({ n }) => n))];
    expect(firstSeen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(around.published.length).toBe(10 + 3 * 4);
    expect(around.failures).toHaveLength(3);
  });

  it('saves no checkpoint for each slice that has nothing to publish, but does for many', async () => {
    const around = surroundings();
    around.until(40);
    await around.relay(await filled(Array.from({ length: 43 }, () => 'Private')), 2);
    expect(around.published).toEqual([]);
    expect(around.position()).toBe(40);
  });
});
