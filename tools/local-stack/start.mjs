/** `npm start`: installs, builds and runs everything on this machine, until it is told to stop. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './prepare/build.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { installPackages } from './prepare/packages.mjs';
import { getKafka } from './run/kafka.mjs';
import { checkScript, environmentOf, gatewayAddress, outputsOf } from './run/services.mjs';
import { stopOnSignals } from './run/stop-on-signals.mjs';
import { Stack } from './run/stack.mjs';
import { CannotStart, say } from './say.mjs';
import { readSettings } from './settings/settings.mjs';

const badSettings = 78;
/** The caller (the tests) has installed and built already. */
const asBuilt = process.argv.includes('--as-built');
/** Beside the services runs a Kafka of this installation, and the topics are there. */
const ownKafka = process.argv.includes('--kafka');

async function main() {
  requireNode();
  const { settings, problems } = readSettings(process.env, { ownKafka });
  if (problems.length > 0) throw new CannotStart(`Parley cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  if (!asBuilt) {
    await installPackages();
    await build(outputsOf(settings));
  }
  if (ownKafka) await getKafka();
  checkServices(settings);
  await run(settings);
}

/** What the services would refuse is told before anything is begun; what this start provides itself is as it will be. */
function checkServices(settings) {
  const provided = 'provided by this start, and long enough';
  const secrets = { AUTH_JWT_SECRET: settings.jwtSecret ?? provided, PARLEY_SERVICE_TOKEN: process.env.PARLEY_SERVICE_TOKEN || provided };
  const env = environmentOf('agent-gateway', settings, { databaseUrl: settings.databaseUrl ?? 'postgres://provided@127.0.0.1/parley', secrets });
  const { status, stderr } = spawnSync(process.execPath, [checkScript], { env, encoding: 'utf8', timeout: 30_000 });
  if (status !== 0) throw new CannotStart(stderr.trim() || `Parley cannot start: the settings and ${settings.config} could not be checked`);
}

async function run(settings) {
  const startedMs = Date.now();
  const stack = new Stack(settings, { say, refused: ({ name, log }) => void refuse(stack, name, log.path) });
  stopOnSignals(stack, say);
  say('Starting…');
  try {
    await stack.start();
    if (await stack.ready()) announce(settings, { tookMs: Date.now() - startedMs, brokers: stack.brokers });
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function refuse(stack, name, log) {
  say(`${name} cannot run with these settings (see ${log}). Stopping.`);
  await stack.stop();
  process.exit(badSettings);
}

function announce(settings, { tookMs, brokers }) {
  const simulator = settings.ports.simulator && `http://127.0.0.1:${settings.ports.simulator}`;
  say(`\nParley is ready (${(tookMs / 1000).toFixed(1)} s).\n`);
  say(`  Agent desktop     ${gatewayAddress(settings)}`);
  if (simulator) say(`  Customer's phone  ${simulator}`);
  if (settings.isDemo) {
    say('  Demo sign-ins     ana, ben, carla, diego (agents), sofia (supervisor); password: parley-<name>, such as parley-ana');
    if (!simulator) say('                    Attention: these are public. Name a file of your own in CONTACT_CENTER_CONFIG.');
  }
  if (brokers) say(`  Kafka             ${brokers}`);
  say(`  Data              ${settings.dataDir}`);
  say(`  Logs              ${join(settings.dataDir, 'logs')}`);
  say('\nCtrl-C stops everything.');
  process.send?.({ ready: true, url: gatewayAddress(settings), simulatorUrl: simulator, ports: settings.ports, brokers });
}

main().catch((error) => {
  process.stderr.write(`${error instanceof CannotStart ? error.message : error.stack}\n`);
  process.exit(error instanceof CannotStart ? badSettings : 1);
});
