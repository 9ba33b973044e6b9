/** `npm run kafka`: an Apache Kafka in the foreground until it is told to stop. `npm start -- --kafka` runs it beside the services. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBroker } from './broker.mjs';
import { whyNoKafka } from './jars.mjs';

const badSettings = 78;
const say = (line) => process.stdout.write(`${line}\n`);

async function main() {
  const reason = whyNoKafka();
  if (reason) return refuse(reason);
  const { KAFKA_PORT: given = '9092', PARLEY_DATA_DIR: dataDir = '.parley' } = process.env;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return refuse(`KAFKA_PORT: expected a port number from 1 to 65535, not "${given}"`);
  const root = join(fileURLToPath(import.meta.url), '..', '..', '..');
  const directory = join(resolve(root, dataDir), 'kafka');
  const asked = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(name, () => asked.abort());
  const broker = await startBroker({ directory, port, log: say, signal: asked.signal }).catch((error) => {
    if (!asked.signal.aborted) throw error;
  });
  if (broker) await runUntil(asked.signal, broker, directory);
  process.exit(asked.signal.aborted ? 0 : 1);
}

async function runUntil(asked, broker, directory) {
  say(`Kafka is ready on ${broker.brokers}; its data and log are in ${directory}. Ctrl-C stops it.`);
  const stop = () => void broker.stop().catch((error) => say(error.message));
  if (asked.aborted) stop();
  asked.addEventListener('abort', stop);
  const { code, by } = await broker.exited;
  if (!asked.aborted) say(`Kafka ended (${by ?? `exit code ${code}`}); see ${join(directory, 'kafka.log')}`);
}

function refuse(why) {
  process.stderr.write(`Kafka cannot run here:\n  - ${why}\n`);
  process.exit(badSettings);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
