/**
 * `npm run <tool>`, such as `npm run migrate`: the tool as its sources are now, on a fresh clone too. Where all is there
 * already, nothing but the tool prints.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode } from './prepare/node-version.mjs';
import { installPackages } from './prepare/packages.mjs';
import { root } from './root.mjs';
import { CannotStart } from './say.mjs';

const buildMs = 10 * 60_000;

function build(tool) {
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [nx, 'run', `@parley/${tool}:build`], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: buildMs,
  });
  if (status !== 0) throw new CannotStart(`${stdout}${stderr}\nThe tool ${tool} could not be built.`);
}

try {
  requireNode();
  const [tool] = process.argv.splice(2, 1);
  await installPackages();
  const script = join(root, 'tools', tool, `${tool}.mjs`);
  const needsNoBuild = existsSync(script);
  if (!needsNoBuild) build(tool);
  await import(pathToFileURL(needsNoBuild ? script : join(root, 'tools', tool, 'dist', 'main.js')).href);
} catch (error) {
  process.stderr.write(`${error instanceof CannotStart ? error.message : error.stack}\n`);
  process.exitCode = 1;
}
