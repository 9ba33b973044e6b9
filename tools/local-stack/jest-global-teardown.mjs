import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { becomesTrue, isAlive, signal } from './processes.mjs';

const kafkaMs = 20_000;

/** The servers that were started for this run are gone, and their data with them. */
export default async function teardown() {
  await Promise.all([endPostgres(globalThis.parleyTestPostgres), endKafka(globalThis.parleyTestKafka)]);
}

async function endPostgres(started) {
  if (!started) return;
  await started.postgres.stop();
  rmSync(started.directory, { recursive: true, force: true });
}

/** Whoever holds it kills it and removes its data. */
async function endKafka(directory) {
  const { pid } = readJson(join(directory, 'broker.json')) ?? {};
  if (pid) {
    signal(pid, 'SIGTERM');
    await becomesTrue(() => !isAlive(pid), kafkaMs);
  }
  rmSync(directory, { recursive: true, force: true });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
