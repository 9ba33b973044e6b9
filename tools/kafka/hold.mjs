/**
 * Holds a Kafka for tests: told by its parent where and how, it says where the broker listens, kills, stops and starts it on
 * demand, and ends together with the process whose identity it was given.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { isStillThere } from '@parley/local-stack/processes';
import { startBroker } from './broker.mjs';
import { makeCertificate } from './certificate.mjs';

const { directory, owner, withSecure, keep } = JSON.parse(process.argv[2]);
const watchMs = 1_000;

const secure = withSecure ? await makeCertificate(directory, { username: 'parley', password: 'secret-of-the-test' }) : undefined;
let broker = await startBroker({ directory: join(directory, 'broker'), brief: true, secure });
const { brokers, secureBrokers, ports } = broker;
writeFileSync(join(directory, 'broker.json'), JSON.stringify({ brokers, pid: process.pid }));
process.send?.({ brokers, secureBrokers, ca: secure?.ca, username: secure?.username, password: secure?.password });

const ways = {
  kill: () => broker.kill(),
  stop: () => broker.stop(),
  start: async () => void (broker = await startBroker({ directory: join(directory, 'broker'), port: ports.broker, securePort: ports.secure, brief: true, secure })),
};
process.on('message', async ({ id, way }) => {
  await ways[way]().then(
    () => process.send?.({ id }),
    (error) => process.send?.({ id, error: error.message }),
  );
});

async function end() {
  await broker.kill();
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
}
process.on('SIGTERM', () => void end());
if (!keep) process.on('disconnect', () => void end());
setInterval(() => isStillThere(owner) || void end(), watchMs);
