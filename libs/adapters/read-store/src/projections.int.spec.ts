import { randomUUID } from 'node:crypto';
import { type BusRecord, InMemoryEventStore, type RecordedEvent, Unreachable } from '@parley/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { MigrationInterface, QueryRunner } from 'typeorm';
import { busProjection, CHECKPOINT_TABLE, loadCheckpoint, migrate, openPool, runStoreProjection } from './index';
import { createTestDatabase, forgetLostSessions, terminateSessions, type TestDatabase } from './testing';

class CreateCount1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(CHECKPOINT_TABLE);
    await runner.query('create table counted (name text not null, at bigint not null)');
  }
  down = (runner: QueryRunner) => runner.query('drop table counted').then(() => undefined);
}

/** One row an event: a second application of any of them shows. */
const count = (name: string) => (tx: PoolClient, items: readonly { position?: number; offset?: number }[]) =>
  tx
    .query('insert into counted (name, at) select $1, unnest($2::bigint[])', [
      name,
      items.map(({ position, offset }) => position ?? offset),
    ])
    .then(() => undefined);

describe('projections', () => {
  let database: TestDatabase;
  let pool: Pool;
  const counted = async (name: string) =>
    (await pool.query<{ at: number }>('select at from counted where name = $1 order by at', [name])).rows.map(({ at }) => at);

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.databaseUrl, 'shelf', [CreateCount1700000000000]);
    pool = openPool({ databaseUrl: database.databaseUrl, applicationName: 'spec', poolMax: 4, schema: 'shelf' });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function filled(events: number) {
    const store = new InMemoryEventStore();
    const write = (stream: string, type = 'Counted') =>
      store.append({ stream, expectedRevision: 'no-stream', events: [{ id: randomUUID(), type, data: {} }] });
    for (let n = 0; n < events; n += 1) await write(`count-${n}`);
    return { store, write };
  }

  describe('of the store', () => {
    it('commit rows and position together, tell when a position is reached, and go on where they were', async () => {
      const { store, write } = await filled(25);
      const run = () => {
        const stop = new AbortController();
        const options = { store, pool, name: 'count', categories: ['count'], batchMax: 10, apply: count('count') };
        return { stop, projection: runStoreProjection({ ...options, signal: stop.signal }) };
      };
      const first = run();
      expect(await first.projection.waitFor(25, 5_000)).toBe(true);
      const { position } = await write('other-1');
      expect(await first.projection.waitFor(position, 5_000)).toBe(true);
      expect(await first.projection.waitFor(position + 1, 10)).toBe(false);
      first.stop.abort();
      await first.projection.done;

      await write('count-again');
      const second = run();
      expect(await second.projection.waitFor(27, 5_000)).toBe(true);
      second.stop.abort();
      await second.projection.done;
      expect(await counted('count')).toEqual([...Array.from({ length: 25 }, (_, n) => n + 1), 27]);
      expect(await loadCheckpoint(pool, 'count')).toBe(27);
    });

    it('count every event once although batches fail, sessions are lost and two processes do the same', async () => {
      const { store } = await filled(300);
      const stop = new AbortController();
      let calls = 0;
      const apply = async (tx: PoolClient, events: readonly RecordedEvent[]) => {
        calls += 1;
        await count('rough')(tx, events);
        if (calls % 5 === 0) throw new Error('after the rows');
        if (calls % 7 === 0) await terminateSessions(database.databaseUrl);
      };
      const projections = [1, 2].map(() => runStoreProjection({ store, pool, name: 'rough', batchMax: 20, apply, signal: stop.signal }));
      await Promise.all(projections.map(({ waitFor }) => waitFor(300, 30_000)));
      stop.abort();
      await Promise.all(projections.map(({ done }) => done));
      await forgetLostSessions(pool);
      expect(await counted('rough')).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    }, 40_000);

    it('keep two processes up with a log that goes on and on: who comes second takes over what the first has done, without a pause', async () => {
      const { store, write } = await filled(0);
      const stop = new AbortController();
      const errors: unknown[] = [];
      const subscribe = jest.spyOn(store, 'subscribe');
      const following = { store, pool, name: 'steady', batchMax: 3, signal: stop.signal, onError: (error: unknown) => errors.push(error) };
      const projections = [1, 2].map(() => runStoreProjection({ ...following, apply: count('steady') }));
      for (let n = 0; n < 60; n += 1) {
        for (let more = 0; more < n % 5; more += 1) await write(`count-${n}-${more}`);
        const { position } = await write(`count-${n}`);
        expect(await Promise.all(projections.map(({ waitFor }) => waitFor(position, 5_000)))).toEqual([true, true]);
      }
      stop.abort();
      await Promise.all(projections.map(({ done }) => done));
      expect(errors).toEqual([]);
      expect(subscribe).toHaveBeenCalledTimes(2);
      expect(await counted('steady')).toEqual(Array.from({ length: await store.head() }, (_, n) => n + 1));
    });
  });

  describe('of the bus', () => {
    const records = (from: number, to: number, partition = 0): BusRecord[] =>
      Array.from({ length: to - from + 1 }, (_, n) => ({
        topic: 'events',
        partition,
        offset: from + n,
        key: 'k',
        value: {},
        headers: {},
        publishedAt: '',
      }));

    it('count every record once, however often and in whatever batches it comes', async () => {
      const onBatch = busProjection({ pool, name: 'bus', apply: count('bus') });
      await onBatch(records(0, 4));
      await onBatch(records(0, 4));
      await onBatch(records(3, 7));
      await onBatch(records(0, 1, 1));
      await onBatch([]);
      expect(await counted('bus')).toEqual([0, 0, 1, 1, 2, 3, 4, 5, 6, 7]);
    });

    it('let one of two processes that have the same partition commit, the other trying again', async () => {
      const [one, other] = [1, 2].map(() => busProjection({ pool, name: 'pair', apply: count('pair') }));
      const outcomes = await Promise.allSettled([one!(records(0, 4)), other!(records(0, 4))]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Unreachable);
      await one!(records(0, 5));
      expect(await counted('pair')).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('commit partitions that are ready together in one transaction, those that begin and those that go on', async () => {
      let transactions = 0;
      const onBatch = busProjection({ pool, name: 'many', apply: async (tx, fresh) => void ((transactions += 1), await count('many')(tx, fresh)) });
      await Promise.all([onBatch(records(0, 1)), onBatch(records(0, 2, 1)), onBatch(records(0, 1))]);
      expect(transactions).toBe(1);
      await Promise.all([onBatch(records(1, 2)), onBatch(records(2, 3, 1)), onBatch(records(0, 0, 2))]);
      expect(transactions).toBe(2);
      expect(await counted('many')).toEqual([0, 0, 0, 1, 1, 2, 2, 3]);
    });

    it('blame the database, not the record, when the session is lost, and the record when its data is refused', async () => {
      const lost = busProjection({
        pool,
        name: 'lost',
        apply: async (tx) => void (await terminateSessions(database.databaseUrl), await tx.query('select 1')),
      });
      await expect(lost(records(0, 0))).rejects.toThrow(Unreachable);
      await forgetLostSessions(pool);
      const refused = busProjection({ pool, name: 'refused', apply: async (tx) => void (await tx.query('select 1 / 0')) });
      await expect(refused(records(0, 0))).rejects.toThrow('division by zero');
      expect(await counted('lost')).toEqual([]);
    });
  });
});
