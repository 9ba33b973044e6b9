import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOwner } from './owner-lock.mjs';
import { startPostgres } from './postgres.mjs';
import { endPredecessor } from './postgres/predecessor.mjs';
import { identityOf, isStillThere } from './processes.mjs';

const prefix = 'parley-test-postgres-';
const kafkaPrefix = 'parley-test-kafka-';

/**
 * `PARLEY_TEST_DATABASE_URL` is the superuser's address of a PostgreSQL that lives as long as this Jest run.
 *
 * An address given from outside is used as it is.
 */
export default async function setup() {
  keepPlaceForKafka();
  if (process.env.PARLEY_TEST_DATABASE_URL) return;
  await removeAbandoned();
  const directory = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(directory, 0o711); // PostgreSQL's user passes through it
  const postgres = await startPostgres({ directory, durable: false });
  process.env.PARLEY_TEST_DATABASE_URL = postgres.url;
  globalThis.parleyTestPostgres = { postgres, directory };
}

/** `PARLEY_TEST_KAFKA_DIR` is where the first spec that needs a Kafka starts one; it ends by itself when this process is gone. */
function keepPlaceForKafka() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(kafkaPrefix))) {
    const owner = readOwner(join(tmpdir(), name, 'owner'));
    if (owner && !isStillThere(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const directory = mkdtempSync(join(tmpdir(), kafkaPrefix));
  writeFileSync(join(directory, 'owner'), JSON.stringify(identityOf(process.pid)));
  process.env.PARLEY_TEST_KAFKA_DIR = directory;
  globalThis.parleyTestKafka = directory;
}

/** A killed run could not tidy up: its server is ended and its data removed by the next one. */
async function removeAbandoned() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const directory = join(tmpdir(), name);
    const owner = readOwner(join(directory, 'owner'));
    if (!owner || isStillThere(owner)) continue;
    await endPredecessor(join(directory, 'data'), () => undefined);
    rmSync(directory, { recursive: true, force: true });
  }
}
