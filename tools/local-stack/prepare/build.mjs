import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../root.mjs';
import { say } from '../say.mjs';
import { runStep } from './step.mjs';

const stamp = join(root, '.nx', 'parley-built');
const folders = ['apps', 'libs', 'tools'];
const files = ['package.json', 'package-lock.json', 'tsconfig.base.json', '.swcrc', 'nx.json'];
const needed = ['tag:type:service', 'tag:type:desktop', '@parley/simulator', '@parley/local-stack', '@parley/migrate'];
const skipped = /^(node_modules|dist|coverage|\..*)$/;

/** What `npm start` runs is built from the present sources. `outputs` must exist; nothing happens when nothing changed. */
export async function build(outputs) {
  const wanted = fingerprint();
  if (outputs.every((path) => existsSync(path)) && builtFrom() === wanted) return;
  await runStep({
    title: 'Building (cached: only what changed)',
    program: process.execPath,
    args: [join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'), 'run-many', '-t', 'build', '-p', ...needed],
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' },
    onLine: (line) => /^\s*[✔✖]/.test(line) && say(`  ${line.trim()}`),
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function builtFrom() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** Changes whenever a source file is added, removed or saved. Specs are no part of what is built. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of files) hash.update(entry(join(root, file)));
  for (const folder of folders) addFolder(hash, join(root, folder));
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  for (const found of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, found.name);
    if (found.isDirectory()) {
      if (!skipped.test(found.name)) addFolder(hash, path);
    } else if (found.isFile() && !/\.(spec\.tsx?|md|log)$/.test(found.name)) hash.update(entry(path));
  }
}

function entry(path) {
  const { size, mtimeMs } = statSync(path);
  return `${path}\0${size}\0${mtimeMs}\n`;
}
