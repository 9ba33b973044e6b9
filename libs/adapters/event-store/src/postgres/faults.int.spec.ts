import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pause, StoreUnavailable } from '@parley/event-sourcing';
import { createTestDatabase, terminateSessions, type TestDatabase } from '@parley/read-store/testing';
import { build } from 'esbuild';
import { Client } from 'pg';
import { createPostgresEventStore, type PostgresEventStore } from '../index';
import { appendOf, appendUntilKnown, everything, expectSound } from '../testing/load';

const ROOT = join(__dirname, '..', '..');

describe('the PostgreSQL event store, when things break', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await createTestDatabase();
    store = await createPostgresEventStore({ databaseUrl: database.databaseUrl, applicationName: 'spec' });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('loses and doubles nothing when its sessions are ended in the middle of appends, again and again', async () => {
    const callers = Array.from({ length: 16 }, async (_, caller) => {
      for (let n = 0; n < 60; n += 1) await appendUntilKnown(store, appendOf(caller, n));
    });
    let running = true;
    const working = Promise.all(callers).finally(() => (running = false));
    while (running) {
      await store.head().catch(() => undefined);
      await terminateSessions(database.databaseUrl);
    }
    await working;
    const events = await everything(store);
    expectSound(events);
    expect(events).toHaveLength(16 * 60 * 2);
  }, 60_000);

  it('goes on within five seconds after every session is lost', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const following = store.subscribe({
      after: 0,
      signal: stop.signal,
      onBatch: async ({ events }) => {
        seen.push(...events.map(({ position }) => position));
        if (seen.length === 4) stop.abort();
      },
    });
    await store.append(appendOf(1, 0));
    await terminateSessions(database.databaseUrl);
    const lostAt = performance.now();
    await appendUntilKnown(store, appendOf(1, 1));
    await following;
    expect(performance.now() - lostAt).toBeLessThan(5_000);
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('answers a read whose session is lost, from another session', async () => {
    await store.append(appendOf(1, 0));
    let losing = true;
    const lost = terminateSessions(database.databaseUrl).finally(() => (losing = false));
    const reader = async () => {
      while (losing) expect(await store.head()).toBe(2);
    };
    await Promise.all([reader(), reader(), reader(), lost]);
  });

  it('tells the caller that it is closed or out of reach, and never waits for ever', async () => {
    const elsewhere = await createTestDatabase();
    const lost = await createPostgresEventStore({ databaseUrl: elsewhere.databaseUrl, applicationName: 'spec' });
    await elsewhere.drop();
    await expect(lost.append(appendOf(1, 0))).rejects.toThrow(StoreUnavailable);
    await expect(lost.readAll({ after: 0, limit: 1 })).rejects.toThrow(StoreUnavailable);
    await lost.close();
    await expect(lost.append(appendOf(1, 0))).rejects.toThrow(StoreUnavailable);
  });

  it('refuses one append whose data is not storable, and stores those beside it', async () => {
    const bad = { ...appendOf(1, 0), events: [{ id: 'not-a-uuid', type: 'Loaded', data: {} }] };
    const outcomes = await Promise.allSettled([store.append(appendOf(2, 0)), store.append(bad), store.append(appendOf(3, 0))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expectSound(await everything(store));
  });

  it('has everything that it acknowledged to a process that was then killed in the middle of a batch', async () => {
    for (let kill = 0; kill < 3; kill += 1) {
      const acknowledged = await appendUntilKilled(database.databaseUrl, 400 * (kill + 1));
      const events = await everything(store);
      expectSound(events);
      const stored = new Set(events.map(({ id }) => id));
      const missing = acknowledged.filter(({ events: sent }) => !sent.every(({ id }) => stored.has(id)));
      expect(missing).toEqual([]);
      for (const append of acknowledged) expect(await store.append(append)).toMatchObject({ duplicate: true });
      expect(await store.head()).toBe(events.length);
    }
  }, 60_000);
});

/** Starts a process that appends from 32 callers, kills it after `acknowledgements`, and answers what was acknowledged to it. */
async function appendUntilKilled(databaseUrl: string, acknowledgements: number) {
  const child = await startAppending(databaseUrl);
  const ended = once(child, 'close');
  const acknowledged = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const [caller, n] = line.split(' ').map(Number);
    acknowledged.push(appendOf(caller as number, n as number));
    if (acknowledged.length === acknowledgements) child.kill('SIGKILL');
  }
  await ended;
  await sessionsEnd(databaseUrl, 'append-for-ever');
  return acknowledged;
}

/** PostgreSQL finishes the statement that it was given before it notices that nobody is there any more. */
async function sessionsEnd(databaseUrl: string, applicationName: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const sessions = async () => (await client.query('select from pg_stat_activity where datname = current_database() and application_name like $1', [`%${applicationName}%`])).rowCount;
  try {
    for (let looksLeft = 1_000; (await sessions()) !== 0 && looksLeft > 0; looksLeft -= 1) await pause(10);
  } finally {
    await client.end();
  }
}

async function startAppending(databaseUrl: string): Promise<ChildProcess> {
  const outfile = join(ROOT, 'dist', 'append-for-ever.js');
  await build({
    entryPoints: [join(ROOT, 'src', 'testing', 'append-for-ever.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    conditions: ['@parley/source'],
    external: ['pg', 'typeorm', 'lru-cache', 'uuid'],
    logLevel: 'silent',
  });
  return spawn(process.execPath, [outfile, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
}
