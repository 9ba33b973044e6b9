/**
 * Holds a Kafka for tests, of one broker or two: told by its parent where and how, it says where the brokers listen, kills, stops and
 * starts the first on demand, and ends together with the process whose identity it was given.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { portIsFree } from '@parley/local-stack/ports';
import { becomesTrue, isStillThere } from '@parley/local-stack/processes';
import { startBroker } from './broker.mjs';
import { makeCertificate } from './certificate.mjs';

const { directory, owner, withSecure, withSecond, keep } = JSON.parse(process.argv[2]);
const watchMs = 1_000;
const portMs = 10_000; // a test beside us that looks for a free port may have it for a moment

/** What the secured listeners show, whom they let in, and the tests' own certificate. */
function security() {
  const [server, client] = [makeCertificate('broker'), makeCertificate('client')];
  const [keyStore, trustStore] = [join(directory, 'broker.pem'), join(directory, 'trusted.pem')];
  writeFileSync(keyStore, `${server.key}${server.certificate}`, { mode: 0o600 });
  writeFileSync(trustStore, client.certificate);
  return { username: 'parley', password: 'secret-of-the-test', keyStore, trustStore, ca: server.certificate, client: { cert: client.certificate, key: client.key } };
}

const secure = withSecure ? security() : undefined;
const home = join(directory, 'broker');
let broker = await startBroker({ directory: home, brief: true, secure });
const { brokers, ports } = broker;
const second = withSecond ? await startBroker({ directory: join(directory, 'second'), brief: true, beside: broker }) : undefined;
writeFileSync(join(directory, 'broker.json'), JSON.stringify({ brokers, pid: process.pid }));
process.send?.({
  brokers,
  ports,
  ...(secure && { secureBrokers: `127.0.0.1:${ports.secure}`, mutualBrokers: `127.0.0.1:${ports.mutual}`, ca: secure.ca, client: secure.client, username: secure.username, password: secure.password }),
});

const ways = {
  kill: () => broker.kill(),
  stop: () => broker.stop(),
  start: async () => {
    await becomesTrue(() => portIsFree(ports.broker), portMs);
    broker = await startBroker({ directory: home, port: ports.broker, ports, brief: true, secure });
  },
};
process.on('message', async ({ id, way }) => {
  await ways[way]().then(
    () => process.send?.({ id }),
    (error) => process.send?.({ id, error: error.message }),
  );
});

async function end() {
  await Promise.all([broker.kill(), second?.kill()]);
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
}
process.on('SIGTERM', () => void end());
if (!keep) process.on('disconnect', () => void end());
setInterval(() => isStillThere(owner) || void end(), watchMs);
