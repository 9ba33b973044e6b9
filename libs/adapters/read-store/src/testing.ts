import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';

export interface TestDatabase {
  readonly databaseUrl: string;
  /** Ends every session of the database and removes it. */
  drop(): Promise<void>;
}

/** A fresh empty database on the PostgreSQL of this test run (`PARLEY_TEST_DATABASE_URL`, a superuser's). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['PARLEY_TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('PARLEY_TEST_DATABASE_URL is not set: start the tests through jest and its global set-up');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, drop: () => asSuperuser(server, `drop database if exists ${name} with (force)`) };
}

const ENDED_WITHIN_MS = 5_000;

/** Ends all sessions of a test database but the asking one, as a crash of the server would, and waits until they are gone; answers how many. */
export async function terminateSessions(databaseUrl: string): Promise<number> {
  const client = await connect(databaseUrl);
  try {
    const { rowCount } = await client.query(
      'select pg_terminate_backend(pid, $1) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      [ENDED_WITHIN_MS],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** The pool has let go of every connection that was lost: what is asked of it next is answered. */
export async function forgetLostSessions(pool: Pool): Promise<void> {
  await Promise.allSettled(Array.from({ length: pool.options.max }, () => pool.query('select 1')));
}

async function asSuperuser(server: string, sql: string): Promise<void> {
  const client = await connect(server);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
