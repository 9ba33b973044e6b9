import { rmSync } from 'node:fs';

/** The PostgreSQL that the setup started is gone, and its data with it. */
export default async function teardown() {
  const started = globalThis.parleyTestPostgres;
  if (!started) return;
  await started.postgres.stop();
  rmSync(started.directory, { recursive: true, force: true });
}
