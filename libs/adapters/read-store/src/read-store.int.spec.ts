import { MigrationInterface, QueryRunner } from 'typeorm';
import type { Pool } from 'pg';
import {
  advanceCheckpoint,
  CHECKPOINT_TABLE,
  checkpointIn,
  CheckpointMoved,
  inTransaction,
  loadCheckpoint,
  migrate,
  openPool,
} from './index';
import { createTestDatabase, terminateSessions, type TestDatabase } from './testing';

class CreateCheckpoint1700000000000 implements MigrationInterface {
  up = (runner: QueryRunner) => runner.query(CHECKPOINT_TABLE).then(() => undefined);
  down = (runner: QueryRunner) => runner.query('drop table checkpoint').then(() => undefined);
}

class CreateNote1700000000001 implements MigrationInterface {
  up = (runner: QueryRunner) => runner.query('create table note (id bigint primary key)').then(() => undefined);
  down = (runner: QueryRunner) => runner.query('drop table note').then(() => undefined);
}

describe('the read store', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.databaseUrl, 'shelf', [CreateCheckpoint1700000000000]);
    pool = openPool({ databaseUrl: database.databaseUrl, applicationName: 'spec', poolMax: 4, schema: 'shelf' });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('migrates once, however many processes start at once', async () => {
    const both = [CreateCheckpoint1700000000000, CreateNote1700000000001];
    await Promise.all(Array.from({ length: 4 }, () => migrate(database.databaseUrl, 'shelf', both)));
    expect((await pool.query('select name from shelf.migration order by id')).rows).toHaveLength(2);
    await expect(pool.query('select count(*) as n from note')).resolves.toMatchObject({ rows: [{ n: 0 }] });
  });

  it('says what it ran, and needs no right to change what lacks nothing', async () => {
    const both = [CreateCheckpoint1700000000000, CreateNote1700000000001];
    const made = await Promise.all([1, 2].map(() => migrate(database.databaseUrl, 'desk', both)));
    expect(made.flat()).toEqual(both.map(({ name }) => name));
    const reader = `reader_${Date.now()}`;
    await pool.query(`create role ${reader} login password 'x'; grant usage on schema desk to ${reader}; grant select on desk.migration to ${reader}`);
    const url = new URL(database.databaseUrl);
    [url.username, url.password] = [reader, 'x'];
    await expect(migrate(url.href, 'desk', both)).resolves.toEqual([]);
    await expect(migrate(url.href, 'attic', both)).rejects.toMatchObject({ name: 'CannotOpenDatabase', exitCode: 1, message: expect.stringContaining('the schema attic lacks CreateCheckpoint1700000000000') });
    await pool.query(`drop owned by ${reader}; drop role ${reader}`);
  });

  it('refuses a database that a later version has migrated', async () => {
    await migrate(database.databaseUrl, 'loft', [CreateCheckpoint1700000000000, CreateNote1700000000001]);
    await expect(migrate(database.databaseUrl, 'loft', [CreateCheckpoint1700000000000])).rejects.toMatchObject({ exitCode: 78, message: expect.stringContaining('loft has CreateNote1700000000001') });
  });

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'guessed'), 'password authentication failed'],
    ['a database that is not there', (url: URL) => (url.pathname = '/nowhere'), '"nowhere" does not exist'],
    ['a server without TLS', (url: URL) => url.searchParams.set('sslmode', 'verify-full'), 'does not support SSL'],
  ])('does not wait for %s', async (_what, change, said) => {
    const url = new URL(database.databaseUrl);
    const { password } = url;
    change(url);
    const error = await migrate(url.href, 'shelf', []).catch((refusal: Error) => refusal);
    expect(error).toMatchObject({ name: 'CannotOpenDatabase', message: expect.stringContaining(said) });
    expect((error as Error).message).not.toContain(password);
  });

  it('refuses a schema name that is not a plain one', async () => {
    await expect(migrate(database.databaseUrl, 'a"; drop', [])).rejects.toThrow('not a plain SQL name');
  });

  it('commits all of a transaction or nothing', async () => {
    const failed = inTransaction(pool, async (tx) => {
      await advanceCheckpoint(tx, 'nothing', { from: 0, to: 5 });
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await loadCheckpoint(pool, 'nothing')).toBe(0);
  });

  it('lets one of two advance a checkpoint from the same place', async () => {
    for (const [from, to] of [
      [0, 7],
      [7, 9],
    ] as const) {
      const step = () => inTransaction(pool, (tx) => advanceCheckpoint(tx, 'race', { from, to }));
      const outcomes = await Promise.allSettled([step(), step()]);
      const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(lost).toEqual([expect.any(CheckpointMoved)]);
      expect(await loadCheckpoint(pool, 'race')).toBe(to);
    }
  });

  it('keeps a checkpoint for a relay', async () => {
    const { load, save } = checkpointIn(pool, 'relay');
    await save(4, await load());
    expect(await load()).toBe(4);
    await expect(save(5, 0)).rejects.toThrow(CheckpointMoved);
  });

  it('does not create a checkpoint that somebody removed', async () => {
    await expect(advanceCheckpoint(pool, 'removed', { from: 3, to: 4 })).rejects.toThrow(CheckpointMoved);
  });

  it('survives the loss of every connection, idle and borrowed', async () => {
    const borrowed = await pool.connect();
    await pool.query('select 1');
    await terminateSessions(database.databaseUrl);
    await expect(borrowed.query('select 1')).rejects.toThrow();
    borrowed.release(true);
    // The loss of an idle connection is noticed with its next packet; a query may be faster than that, once for each.
    const answers: unknown[] = [];
    for (let tries = 0; tries < 10 && answers.length === 0; tries += 1)
      await pool.query('select 1 as one').then(({ rows }) => answers.push(...rows), () => undefined);
    expect(answers).toEqual([{ one: 1 }]);
  });
});
