/** `npm run bench`: measures the product beside its ceilings, prints the table and writes bench/results/latest.json. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../local-stack/postgres.mjs';
import { freePorts } from '../local-stack/ports.mjs';
import { build } from '../local-stack/prepare/build.mjs';
import { requireNode } from '../local-stack/prepare/node-version.mjs';
import { installPackages } from '../local-stack/prepare/packages.mjs';
import { outputsOf } from '../local-stack/run/services.mjs';
import { portVariables, readSettings } from '../local-stack/settings/settings.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const bundle = join(here, 'dist', 'main.js');
const startedMs = performance.now();
const say = (line) => process.stdout.write(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);

requireNode();
await installPackages();
await build([...outputsOf(readSettings({}).settings), bundle]);

const require = createRequire(import.meta.url);
const { bench } = require(bundle);
const { startProduct } = require('../local-stack/product.cjs');
const home = mkdtempSync(join(tmpdir(), 'parley-bench-postgres-'));
chmodSync(home, 0o711); // PostgreSQL's user passes through it
const postgres = await startPostgres({ directory: home });
const stop = async () => {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
try {
  const free = await freePorts(Object.keys(portVariables).length);
  const ports = Object.fromEntries(Object.values(portVariables).map(([variable], at) => [variable, String(free[at])]));
  const { results, table } = await bench({ root, postgres, ports, startProduct, say });
  const tookSeconds = Math.round((performance.now() - startedMs) / 1000);
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model, platform: `${process.platform} ${process.arch}` };
  const file = join(root, 'bench', 'results', 'latest.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), tookSeconds, machine, ...results }, null, 2)}\n`);
  process.stdout.write(`\n${table}\n\nMedians; every ceiling was measured in turns with its figure. ${machine.cpus} CPUs, Node.js ${machine.node}, ${tookSeconds} s.\nWritten to bench/results/latest.json\n`);
} finally {
  await stop();
}
