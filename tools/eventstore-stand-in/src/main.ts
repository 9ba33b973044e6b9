import { startStandIn } from '@parley/event-store/testing';
import { resolve } from 'node:path';
import { controlServer } from './control';

/** The port that is named, or the usual one. @throws Error naming the variable */
function portOf(name: string, usual: number): number {
  const port = Number(process.env[name] || usual);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name}: expected a port number`);
}

/** `npm run eventstore-stand-in`: serves until SIGTERM or SIGINT. */
async function serve(): Promise<void> {
  const port = portOf('EVENTSTORE_STAND_IN_PORT', 2113);
  const controlPort = portOf('EVENTSTORE_STAND_IN_CONTROL_PORT', 2114);
  const file = resolve(process.env['EVENTSTORE_STAND_IN_FILE'] || '.parley/eventstore-stand-in.log');
  const standIn = await startStandIn({ port, file });
  const control = controlServer(standIn);
  await new Promise<void>((listening, failed) => control.once('error', failed).listen(controlPort, '127.0.0.1', listening));
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, () => void standIn.stop().finally(() => process.exit(0)));
  console.log(`EventStoreDB's stand-in holds ${standIn.log.records.length} events in ${file}`);
  console.log(`  EVENTSTORE_URL='${standIn.url}' npm start`);
}

serve().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
