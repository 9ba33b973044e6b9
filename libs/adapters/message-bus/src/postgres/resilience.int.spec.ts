import { type BusRecord, type Consumer, type MessageBus, type NewRecord, Unreachable } from '@parley/event-sourcing';
import { readJournal } from '@parley/event-sourcing/testing';
import { createTestDatabase, terminateSessions, type TestDatabase } from '@parley/read-store/testing';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { createPostgresMessageBus, PostgresMessageBus } from '../index';
import { publish } from '../testing/publish';
import { ChildMembers } from '../testing/spawn-member';
import { trim } from './log/retention';

const KEYS = Array.from({ length: 20 }, (_, n) => `key-${n}`);

async function until(what: string, condition: () => boolean | Promise<boolean>, maxMs = 30_000): Promise<void> {
  const giveUpAt = performance.now() + maxMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${maxMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The values of each key in the order in which they were first seen. */
function firstSeen(records: readonly Pick<NewRecord, 'key' | 'value'>[]): Record<string, unknown[]> {
  const seen: Record<string, unknown[]> = {};
  for (const { key, value } of records) if (!seen[key]?.includes(value)) (seen[key] ??= []).push(value);
  return seen;
}

const expected = (count: number) => Object.fromEntries(KEYS.map((key) => [key, Array.from({ length: count }, (_, n) => n)]));

describe('the message bus in PostgreSQL', () => {
  const children = new ChildMembers();
  const buses: MessageBus[] = [];
  let database: TestDatabase;
  let pool: Pool;
  jest.setTimeout(60_000);

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new Pool({ connectionString: database.databaseUrl, max: 2 });
    pool.on('error', () => undefined);
  });
  afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));
  afterAll(async () => {
    children.remove();
    await pool.end();
    await database.drop();
  });

  async function open(): Promise<PostgresMessageBus> {
    const bus = await createPostgresMessageBus({ databaseUrl: database.databaseUrl, applicationName: 'spec' });
    buses.push(bus);
    return bus;
  }

  function collect(bus: MessageBus, topic: string, into: BusRecord[] = []): Consumer & { records: BusRecord[] } {
    const consumer = bus.consume({ topics: [topic], group: `group of ${topic}`, batchMax: 10, onBatch: async (records) => void into.push(...records) });
    return { records: into, ready: consumer.ready, stop: () => consumer.stop() };
  }

  it('loses nothing and inverts nothing while every connection is ended again and again', async () => {
    const [one, two] = [await open(), await open()];
    const records: BusRecord[] = [];
    await Promise.all([collect(one, 'storm', records).ready, collect(two, 'storm', records).ready]);
    let publishing = true;
    const storm = (async () => {
      for (let strikes = 0; publishing || strikes < 5; strikes += 1) {
        await terminateSessions(database.databaseUrl);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    for (let n = 0; n < 60; n += 1) await publish(one, 'storm', KEYS.map((key) => ({ key, value: n })), 3);
    publishing = false;
    await storm;
    await until('all are handled', () => Object.values(firstSeen(records)).flat().length >= 60 * KEYS.length);
    expect(firstSeen(records)).toEqual(expected(60));
  });

  it('leaves no gap in the offsets of many publishers', async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? one : two).publish('gapless', KEYS.map((key) => ({ key, value: n })))));
    const { rows } = await pool.query(
      `select p.next_offset::int as next, count(r.*)::int as records, max(r."offset")::int + 1 as end
       from message_bus.topic t join message_bus.partition p on p.topic_id = t.id
       left join message_bus.record r on r.topic_id = t.id and r.partition = p.partition
       where t.name = 'gapless' group by p.partition, p.next_offset`,
    );
    const filled = rows.filter(({ records }) => records > 0);
    expect(filled.reduce((sum, { records }) => sum + records, 0)).toBe(200 * KEYS.length);
    for (const { next, records, end } of filled) expect([records, end]).toEqual([next, next]);
  });

  it('gives a new member its even share within two seconds, and a member that leaves its share to the others', async () => {
    const shares = async (): Promise<number[]> => {
      const { rows } = await pool.query(`select count(*)::int as n from message_bus.assignment where group_name = 'group of shares' group by owner order by n`);
      return rows.map(({ n }) => n as number);
    };
    const first = collect(await open(), 'shares');
    await first.ready;
    expect(await shares()).toEqual([8]);
    const second = collect(await open(), 'shares');
    await until('two share', async () => String(await shares()) === '4,4', 6_000);
    collect(await open(), 'shares');
    await until('three share', async () => String(await shares()) === '2,3,3', 6_000);
    await second.stop();
    await until('two share again', async () => String(await shares()) === '4,4', 6_000);
  });

  it('goes on without a member that hangs, and fences it when it wakes up', async () => {
    const bus = await open();
    const [topic, journalPath] = ['zombie', join(tmpdir(), `parley-zombie-${process.pid}.jsonl`)];
    writeFileSync(journalPath, '');
    const child = await children.spawn({ databaseUrl: database.databaseUrl, topic, group: `group of ${topic}`, journalPath, stuck: false });
    const journal = () => readJournal(journalPath);
    const survivor = collect(bus, topic);
    let n = 0;
    for (; journal().length < 50 || survivor.records.length < 50; n += 1) await bus.publish(topic, KEYS.map((key) => ({ key, value: n })));
    child.process.kill('SIGSTOP');
    for (const end = n + 10; n < end; n += 1) await bus.publish(topic, KEYS.map((key) => ({ key, value: n })));
    const asleep = journal();
    await until('the survivor has taken over', () => Object.values(firstSeen([...asleep, ...survivor.records])).flat().length >= n * KEYS.length);
    expect(firstSeen([...asleep, ...survivor.records])).toEqual(expected(n));
    child.process.kill('SIGCONT');
    await until('the child is a member again', async () => {
      await bus.publish(topic, KEYS.map((key) => ({ key, value: n })));
      n += 1;
      return journal().some(({ value }) => (value as number) > n - 3);
    });
    await until('all are handled', () => new Set([...journal(), ...survivor.records].map(({ key, value }) => `${key} ${String(value)}`)).size >= n * KEYS.length);
    await child.kill();
    rmSync(journalPath);
  });

  it('removes what is old and was read by every group that is still there', async () => {
    const bus = await open();
    const consumer = collect(bus, 'trimmed');
    await bus.publish('trimmed', KEYS.map((key) => ({ key, value: 1 })));
    await until('all are handled', () => consumer.records.length >= KEYS.length);
    await consumer.stop();
    await bus.publish('trimmed', KEYS.map((key) => ({ key, value: 2 })));
    await pool.query(`update message_bus.record set published_at = now() - interval '8 days'`);
    await bus.publish('trimmed', KEYS.map((key) => ({ key, value: 3 })));
    expect(await trim(pool, 7 * 86_400_000)).toBeGreaterThanOrEqual(KEYS.length);
    const left = collect(await open(), 'trimmed');
    await until('the group has the rest', () => left.records.length >= 2 * KEYS.length);
    expect(firstSeen(left.records)).toEqual(Object.fromEntries(KEYS.map((key) => [key, [2, 3]])));
  });

  it('says that it is unreachable when the database stays away, and closes all the same', async () => {
    const bus = new PostgresMessageBus({ databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', applicationName: 'spec', observer: {} });
    const consumer = bus.consume({ topics: ['away'], group: 'away', onBatch: async () => undefined });
    await expect(bus.publish('away', [{ key: 'key', value: 1 }])).rejects.toThrow(Unreachable);
    await expect(bus.check()).rejects.toThrow(Unreachable);
    await bus.close();
    await consumer.ready;
  });

  it('keeps a call that cannot be stored from harming the others', async () => {
    const bus = await open();
    await expect(bus.publish('no such/topic', [{ key: 'key', value: 1 }])).rejects.toThrow('not a topic name');
    await expect(bus.publish('values', [{ key: 'key', value: undefined }])).rejects.toThrow('a record');
    const { records } = collect(bus, 'values');
    await bus.publish('values', [{ key: 'key', value: 'fine' }]);
    await until('it is read', () => records.length === 1);
  });
});
