/**
 * `npm run bench`: measures the product beside its ceilings, prints the table and writes bench/results/latest.json.
 * With `-- --kafka` a Kafka of its own is measured too, where there is one to be had.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const bundle = join(here, 'dist', 'main.js');
for (const script of [join(root, 'tools', 'local-stack', 'make-ready.mjs'), join(root, 'tools', 'build-node-app.mjs')]) {
  const made = spawnSync(process.execPath, [script], { cwd: here, stdio: 'inherit' });
  if (made.status !== 0) process.exit(made.status ?? 1);
}

// Only now are the packages there.
const { startPostgres } = await import('@parley/local-stack/postgres');
const { freePorts } = await import('@parley/local-stack/ports');
const require = createRequire(import.meta.url);
const { startProduct } = require('@parley/local-stack/product');
const { bench, PORT_OF } = require(bundle);

const withKafka = process.argv.includes('--kafka');
const startedMs = performance.now();
const machine = { cpus: cpus().length, model: cpus()[0]?.model, loadBefore: loadavg()[0], node: process.version, platform: `${process.platform} ${process.arch}` };
const say = (line) => process.stdout.write(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
const kafka = withKafka ? await lentKafka() : undefined;
const home = mkdtempSync(join(tmpdir(), 'parley-bench-postgres-'));
chmodSync(home, 0o711); // PostgreSQL's user passes through it
const postgres = await startPostgres({ directory: home });
const stop = async () => {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop().finally(() => process.exit(130)));

try {
  const variables = Object.values(PORT_OF);
  const free = await freePorts(variables.length);
  const ports = Object.fromEntries(variables.map((variable, at) => [variable, String(free[at])]));
  const { results, table } = await bench({ root, postgres, ports, startProduct, say, kafka });
  const tookSeconds = Math.round((performance.now() - startedMs) / 1000);
  const file = join(root, 'bench', 'results', 'latest.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), tookSeconds, machine, ...results }, null, 2)}\n`);
  const busy = machine.loadBefore > machine.cpus / 2 ? ` The machine was busy before it (load ${machine.loadBefore.toFixed(1)}): the figures are too low.` : '';
  say(`done\n\n${table}\n\nMedians; each ceiling was measured in turns with its figure. ${machine.cpus} CPUs, Node.js ${machine.node}.${busy}\nWritten to bench/results/latest.json`);
} finally {
  await stop();
}

/** How a Kafka is started whose data ends with it, or why there is none. */
async function lentKafka() {
  const reason = require('@parley/kafka/why-not').whyNoKafka();
  if (reason) say(`Kafka is not measured: ${reason}`);
  if (reason) return { notMeasured: reason };
  const { startBroker } = await import('@parley/kafka/broker');
  const start = async () => {
    const directory = mkdtempSync(join(tmpdir(), 'parley-bench-kafka-'));
    const broker = await startBroker({ directory });
    const end = async () => {
      await broker.stop();
      rmSync(directory, { recursive: true, force: true });
    };
    return { brokers: broker.brokers, stop: end };
  };
  return { start };
}
