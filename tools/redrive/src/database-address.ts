import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the topics are: `DATABASE_URL`, else the embedded PostgreSQL of the product that runs on the data directory. */
export function databaseAddress(env: NodeJS.ProcessEnv): string {
  if (env['DATABASE_URL']) return env['DATABASE_URL'];
  const directory = join(env['PARLEY_DATA_DIR'] || '.parley', 'postgres');
  try {
    const password = readFileSync(join(directory, 'password'), 'utf8').trim();
    // The fourth line of postmaster.pid is the port; the file is there while the server runs.
    const port = readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[3]?.trim();
    return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/parley`;
  } catch {
    throw new Error(`no Parley runs on ${directory}: start it, or name the database in DATABASE_URL`);
  }
}
