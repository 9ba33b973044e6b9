import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { CannotOpenDatabase, isStarting, refusalOf } from './cannot-open-database';
import { connectionConfig, identifier } from './pool';

/** A TypeORM migration; the class name ends with its time in epoch ms. SQL in it names tables without the schema. */
export type Migration = new () => MigrationInterface;

/** Told when the database is not there yet. */
export type MigrateLogger = { warn(fields: object, message: string): void };

const SERVER_START_MAX_MS = 60_000;
const MIGRATION_MAX_MS = 300_000;
const REMINDER_MS = 10_000;
const NOT_ALLOWED = '42501';

/**
 * `schema` exists and has all `migrations`, run in the order of their times, each once, all or none.
 *
 * Processes may start at once: one migrates, the others wait for it. Where nothing is missing nothing is changed and no right to
 * change is needed. A server that is still starting is waited for, one minute at most. What was run stands in the schema's own
 * `migration` table.
 *
 * @returns the names of those that were run by this call
 * @throws CannotOpenDatabase when it does not answer, refuses us, lets us not migrate, or knows migrations that we do not
 */
export async function migrate(databaseUrl: string, schema: string, migrations: readonly Migration[], logger?: MigrateLogger): Promise<readonly string[]> {
  const session = await connectWhenUp(databaseUrl, logger);
  try {
    if ((await missingIn(session, schema, migrations)).length === 0) return [];
    await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [`parley/migrate/${schema}`]);
    const missing = await missingIn(session, schema, migrations);
    if (missing.length === 0) return [];
    await run(databaseUrl, session, schema, migrations).catch((error: unknown) => {
      throw (error as { code?: string }).code === NOT_ALLOWED ? notAllowed(schema, missing, error) : error;
    });
    return missing;
  } finally {
    await session.end().catch(() => undefined);
  }
}

/** Names of the migrations that the schema lacks. @throws CannotOpenDatabase when it has some of a later version */
async function missingIn(session: Client, schema: string, migrations: readonly Migration[]): Promise<readonly string[]> {
  const names = migrations.map(({ name }) => name);
  const { rows: tables } = await session.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [`${identifier(schema)}.migration`]);
  if (!tables[0]!.exists) return names;
  const { rows } = await session.query<{ name: string }>(`select name from ${schema}.migration`);
  const done = rows.map(({ name }) => name);
  const unknown = done.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new CannotOpenDatabase(`the database is newer than this version: its schema ${schema} has ${unknown.join(', ')}. Run the version that made it, or a later one`, { forGood: true });
  return names.filter((name) => !done.includes(name));
}

async function run(databaseUrl: string, session: Client, schema: string, migrations: readonly Migration[]): Promise<void> {
  const { rowCount } = await session.query('select from pg_namespace where nspname = $1', [schema]);
  if (rowCount === 0) await session.query(`create schema ${schema}`);
  const connection = migrationConnection(databaseUrl, schema);
  const source = new DataSource({
    type: 'postgres',
    url: connection.connectionString,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'all',
    poolSize: 1,
    installExtensions: false,
    extra: connection,
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

const notAllowed = (schema: string, missing: readonly string[], cause: unknown) =>
  new CannotOpenDatabase(
    `DATABASE_URL: the schema ${schema} lacks ${missing.join(', ')}, and this user may not change it (${(cause as Error).message}). ` +
      'Run npm run migrate with the address of a user who may',
    { cause },
  );

const migrationConnection = (databaseUrl: string, schema?: string) =>
  connectionConfig({ databaseUrl, applicationName: 'parley-migrate', statementTimeoutMs: MIGRATION_MAX_MS, ...(schema ? { schema } : {}) });

async function connectWhenUp(databaseUrl: string, logger?: MigrateLogger): Promise<Client> {
  const beganAt = performance.now();
  let toldAt = -Infinity;
  for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, 1_000)) {
    const client = new Client(migrationConnection(databaseUrl));
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const waitedMs = performance.now() - beganAt;
      if (!isStarting(error) || waitedMs > SERVER_START_MAX_MS) throw refusalOf(error);
      if (waitedMs - toldAt > REMINDER_MS) {
        toldAt = waitedMs;
        logger?.warn({ err: error }, 'waiting for the database');
      }
      await sleep(pauseMs);
    }
  }
}
