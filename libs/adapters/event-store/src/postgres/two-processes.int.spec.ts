import type { RecordedEvent } from '@parley/event-sourcing';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createPostgresEventStore, type PostgresEventStore } from '../index';
import { appendOf, appendUntilKnown, everything, expectSound } from '../testing/load';

describe('two processes on one log', () => {
  let database: TestDatabase;
  let stores: PostgresEventStore[];
  beforeAll(async () => {
    database = await createTestDatabase();
    const open = (applicationName: string) => createPostgresEventStore({ databaseUrl: database.databaseUrl, applicationName });
    stores = await Promise.all([open('one'), open('other')]);
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  it('append at once, and each sees the events of both in the same order', async () => {
    const total = 2 * 8 * 50 * 2;
    const seen = stores.map(() => [] as RecordedEvent[]);
    const following = stores.map((store, index) => {
      const stop = new AbortController();
      const onBatch = async ({ events }: { events: readonly RecordedEvent[] }) => {
        if (seen[index]?.push(...events) === total) stop.abort();
      };
      return store.subscribe({ after: 0, signal: stop.signal, onBatch });
    });
    const writers = stores.flatMap((store, index) =>
      Array.from({ length: 8 }, async (_, caller) => {
        for (let n = 0; n < 50; n += 1) await appendUntilKnown(store, appendOf(8 * index + caller, n));
      }),
    );
    await Promise.all([...writers, ...following]);
    const log = await everything(stores[0] as PostgresEventStore);
    expectSound(log);
    expect(seen).toEqual([log, log]);
  }, 30_000);

  it('store the same append once when both send it', async () => {
    const answers = await Promise.all(stores.map((store) => store.append(appendOf(99, 0))));
    expect(answers.map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
  });
});
