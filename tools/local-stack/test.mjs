/** `npm test`: installs, builds, runs every suite, and closes with one line of numbers. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './prepare/build.mjs';
import { findChromium } from './prepare/chromium.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { installPackages } from './prepare/packages.mjs';
import { root } from './root.mjs';
import { outputsOf } from './run/services.mjs';
import { CannotStart, say } from './say.mjs';
import { readSettings } from './settings/settings.mjs';

const runMs = 45 * 60_000;

async function main() {
  requireNode();
  await installPackages();
  const chromium = await findChromium();
  await build(outputsOf(readSettings({}).settings));
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-result-'));
  try {
    const code = await runJest(join(folder, 'result.json'), chromium);
    return report(join(folder, 'result.json'), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runJest(resultFile, chromium) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--maxWorkers=2', '--workerIdleMemoryLimit=700MB', '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2)];
  const env = { ...process.env, ...(chromium && { CHROMIUM: chromium }) };
  if (!chromium) delete env.CHROMIUM;
  say('Testing…');
  // Jest prints its progress on stderr and, because of --json, the result once more on stdout.
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const tooLong = setTimeout(() => child.kill('SIGKILL'), runMs);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => {
      clearTimeout(tooLong);
      resolve(code ?? 1);
    });
  });
}

/** A suite that cannot run at all counts as one failure; so does a Jest that ends without a result. */
function report(resultFile, code) {
  if (!existsSync(resultFile)) return close({ passed: 0, failed: 1, skipped: 0 });
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  const skipped = result.testResults.flatMap(({ assertionResults }) => assertionResults.filter(isSkipped));
  for (const { fullName } of skipped) say(`skipped: ${fullName}`);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const unexplained = failed === 0 && (code !== 0 || !result.success) ? 1 : 0;
  return close({ passed: result.numPassedTests, failed: failed + unexplained, skipped: skipped.length });
}

function isSkipped({ status }) {
  return status === 'pending' || status === 'todo' || status === 'skipped' || status === 'disabled';
}

function close({ passed, failed, skipped }) {
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof CannotStart ? error.message : error.stack}\n`);
    process.exit(close({ passed: 0, failed: 1, skipped: 0 }));
  },
);
