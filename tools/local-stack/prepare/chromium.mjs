import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runStep } from './step.mjs';
import { say } from '../say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of a Chromium: the one named by CHROMIUM, an installed one, or one that Debian's package manager installs
 * for root. Undefined, and said, where there is none to be had.
 */
export async function findChromium() {
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await installByApt();
  const now = installed();
  if (!now) say('There is no Chromium here and none could be installed: the browser journeys are skipped. CHROMIUM names one.');
  return now;
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  const candidates = [process.env.CHROMIUM, ...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find((path) => path && isExecutable(path));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installByApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  spawnSync('apt-get', ['update'], { env, stdio: 'ignore', timeout: 300_000 });
  try {
    await runStep({ title: 'Installing Chromium for the browser journeys', program: 'apt-get', args: install, env });
  } catch (error) {
    say(error.message.split('\n').slice(-3).join('\n'));
  }
}
