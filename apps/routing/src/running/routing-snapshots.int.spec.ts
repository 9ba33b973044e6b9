import { eventId, InMemoryEventStore } from '@parley/event-sourcing';
import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import type { Pool } from 'pg';
import { FollowConversations } from '../follow-conversation/follow-conversation';
import { Routing1795000000000 } from '../migrations/1795000000000-routing.migration';
import { decideTurn } from '../partition/routing-decider';
import { SNAPSHOT_VERSION, takeSnapshot } from '../partition/snapshot';
import { available, NOON, queued, roster } from '../testing/given.testing';
import { RoutingPartition } from './routing-partition.service';
import { RoutingSnapshots } from './routing-snapshots.repository';

jest.setTimeout(60_000);

const STREAM = 'routing-default';
const quiet = { asked: () => undefined, decided: () => undefined, conflicted: () => undefined, troubled: () => undefined };

/** Tells how far back anyone read. */
class WatchedStore extends InMemoryEventStore {
  readFrom = Infinity;
  override readStream(stream: string, options: { from?: number; limit?: number } = {}) {
    this.readFrom = Math.min(this.readFrom, options.from ?? 0);
    return super.readStream(stream, options);
  }
}

describe('the snapshot of a routing partition', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.databaseUrl, 'routing', [Routing1795000000000]);
    pool = openPool({ databaseUrl: database.databaseUrl, applicationName: 'spec', poolMax: 2, schema: 'routing' });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  afterEach(() => pool.query('delete from snapshot'));

  async function open(store: InMemoryEventStore) {
    let atMs = NOON;
    const partition = new RoutingPartition({ name: 'default', store, roster, clock: { now: () => (atMs += 1) }, decide: decideTurn, snapshots: new RoutingSnapshots(pool), observer: quiet });
    await partition.start();
    return partition;
  }

  /** A partition with some 600 events behind it, of which more than 500 are in its snapshot. */
  async function busy(store: InMemoryEventStore) {
    const partition = await open(store);
    await partition.submit(available('ana'));
    for (let n = 1; n <= 300; n += 1) await partition.submit(new FollowConversations(0, [{ conversationId: `c${n}`, position: n, event: queued(`c${n}/1`)[1] }]));
    await partition.stop();
    return takeSnapshot(partition.state);
  }

  it('is written behind the scenes, and the tail is all that is read after a restart', async () => {
    const store = new WatchedStore();
    const before = await busy(store);
    const { rows } = await pool.query<{ revision: number }>('select revision from snapshot');
    expect(rows[0]!.revision).toBeGreaterThanOrEqual(499);
    store.readFrom = Infinity;
    const again = await open(store);
    expect(store.readFrom).toBe(rows[0]!.revision);
    expect(takeSnapshot(again.state)).toEqual(before);
    await again.stop();
  });

  it('is not believed when another version wrote it, or when it is of another log', async () => {
    const store = new WatchedStore();
    const before = await busy(store);
    for (const spoil of [`update snapshot set version = ${SNAPSHOT_VERSION + 1}`, `update snapshot set version = ${SNAPSHOT_VERSION}, event_id = '${eventId(STREAM, 'other', 0)}'`]) {
      await pool.query(spoil);
      store.readFrom = Infinity;
      const again = await open(store);
      expect([store.readFrom, takeSnapshot(again.state)]).toEqual([0, before]);
      await again.stop();
    }
    const emptied = await open(new InMemoryEventStore());
    expect(emptied.state.revision).toBe(-1);
    await emptied.stop();
  });

  it('never goes back', async () => {
    const store = new WatchedStore();
    await busy(store);
    const snapshots = new RoutingSnapshots(pool);
    const saved = (await snapshots.load('default'))!;
    await snapshots.save('default', { ...saved, state: { ...saved.state, revision: 3 } });
    expect((await snapshots.load('default'))!.state.revision).toBe(saved.state.revision);
  });
});
