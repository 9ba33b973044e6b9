import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../postgres.mjs';
import { signal } from '../processes.mjs';
import { root } from '../root.mjs';
import { CannotStart } from '../say.mjs';
import { migrateScript } from './services.mjs';

const name = 'parley';
const longestPauseMs = 10_000;

/**
 * The database of this installation answers: the given one, migrated, or an embedded PostgreSQL that is kept running until `stop`.
 * `brokers` is where a Kafka that was started here listens: its topics are then not the database's.
 *
 * @returns `{ url, stop(), kill() }`
 */
export async function openDatabase(settings, say) {
  if (settings.databaseUrl === undefined) return keepEmbedded(join(settings.dataDir, 'postgres'), say);
  await migrated(settings, say);
  return { url: settings.databaseUrl, stop: async () => undefined, kill: () => undefined };
}

async function keepEmbedded(directory, say) {
  let server = await startPostgres({ directory, log: say }).catch((error) => {
    throw new CannotStart(`Parley cannot start: ${error.message}`, { cause: error });
  });
  let stopping = false;
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await createDatabase(server.url);
  const watch = async () => {
    // also ends what came up while we were told to stop
    for (let pauseMs = 200; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await server.exited;
      if (stopping) return undefined;
      say('PostgreSQL ended unexpectedly; starting it again');
      server = await again({ directory, port: server.port, say, firstPauseMs: pauseMs, stopped: () => stopping });
      if (!server) return undefined;
      if (stopping) return server.stop();
    }
  };
  const watching = watch();
  return {
    url: url.href,
    stop: async () => {
      stopping = true;
      await server?.stop();
      await watching;
    },
    kill: () => {
      stopping = true;
      if (server) signal(server.pid, 'SIGQUIT'); // at once, and safe: the next start recovers from the log
    },
  };
}

/** The services know the old port, so the new server must have it. */
async function again({ directory, port, say, firstPauseMs, stopped }) {
  for (let pauseMs = firstPauseMs; !stopped(); pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await sleep(pauseMs);
    try {
      const server = await startPostgres({ directory, port, log: say });
      if (server.port === port) return server;
      await server.stop();
      say(`PostgreSQL's port ${port} is taken by another program; trying again`);
    } catch (error) {
      say(error.message);
    }
  }
  return undefined;
}

async function createDatabase(serverUrl) {
  await withClient(serverUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  });
}

/** One that is just starting is waited for; one that does not answer, or that this version cannot use, stops the start. */
function migrated({ databaseUrl, brokers }, say) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, ...(brokers && { KAFKA_BROKERS: brokers }) };
  const child = spawn(process.execPath, [migrateScript], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let refusal = '';
  child.stderr.on('data', (chunk) => (refusal = (refusal + chunk).slice(-4_000)));
  createInterface({ input: child.stdout }).on('line', (line) => !line.endsWith(': nothing to do') && say(line));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, by) => {
      if (code === 0) resolve();
      else reject(new CannotStart(refusal.trim() || `Parley cannot start: migrating the database ended (${by ?? `code ${code}`})`));
    });
  });
}

async function withClient(connectionString, use) {
  const { Client } = createRequire(import.meta.url)('pg'); // not there before the packages are installed
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
