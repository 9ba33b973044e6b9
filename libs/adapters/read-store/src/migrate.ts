import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { connectionConfig, identifier } from './pool';

/** A TypeORM migration; the class name ends with its time in epoch ms. SQL in it names tables without the schema. */
export type Migration = new () => MigrationInterface;

const SERVER_START_MAX_MS = 60_000;
const MIGRATION_MAX_MS = 300_000;

/**
 * `schema` exists and has all `migrations`, run in the order of their times, each once, all or none.
 *
 * Processes may start at once: one migrates, the others wait for it. A server that is still starting is waited for, one minute
 * at most. What was run stands in the schema's own `migration` table.
 */
export async function migrate(databaseUrl: string, schema: string, migrations: readonly Migration[]): Promise<void> {
  const lock = await connectWhenUp(databaseUrl);
  try {
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`parley/migrate/${schema}`]);
    const { rowCount } = await lock.query('select from pg_namespace where nspname = $1', [identifier(schema)]);
    if (rowCount === 0) await lock.query(`create schema ${schema}`);
    await runMigrations(databaseUrl, schema, migrations);
  } finally {
    await lock.end().catch(() => undefined);
  }
}

async function runMigrations(databaseUrl: string, schema: string, migrations: readonly Migration[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'all',
    poolSize: 1,
    installExtensions: false,
    extra: migrationConnection(databaseUrl, schema),
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

const migrationConnection = (databaseUrl: string, schema?: string) =>
  connectionConfig({ databaseUrl, applicationName: 'parley-migrate', statementTimeoutMs: MIGRATION_MAX_MS, ...(schema ? { schema } : {}) });

async function connectWhenUp(databaseUrl: string): Promise<Client> {
  const giveUpAt = performance.now() + SERVER_START_MAX_MS;
  for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, 1_000)) {
    const client = new Client(migrationConnection(databaseUrl));
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!isStarting(error) || performance.now() > giveUpAt) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Not listening yet, listening but recovering, or gone in the middle of the handshake; a wrong password is none of these. */
function isStarting(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ETIMEDOUT', 'EAI_AGAIN', '57P03', '57P01', '53300'];
  return codes.includes(code ?? '') || /terminated|timeout/i.test(message ?? '');
}
