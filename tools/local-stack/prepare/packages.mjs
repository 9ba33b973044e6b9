import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { runStep } from './step.mjs';

/** The packages of package-lock.json are installed; nothing happens when they already are. */
export async function installPackages() {
  if (packagesAreThere(root)) return;
  const npm = process.env.npm_execpath; // npm's own script, so the same npm is used
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [program, all] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const env = { ...process.env, NX_NO_CLOUD: 'true' };
  await runStep({ title: 'Installing the locked packages (some minutes, the first time only)', program, args: all, cwd: root, env });
}

/**
 * Compares the lock with npm's own record of what it installed, which npm writes last: a broken-off installation has none,
 * and a package added to the lock since is missing there.
 */
export function packagesAreThere(folder) {
  const locked = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
  if (!locked || !installed) return false;
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    if (!found) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.resolved === entry.resolved;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
