import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runStep } from './step.mjs';
import { say } from '../say.mjs';

/** Debian's Chromium without its windows: the same browser, in which a journey takes a third less of the processor. */
const windowless = 'chromium-headless-shell';
const names = [windowless, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Without them, emoji and letters other than Latin, Greek and Cyrillic are drawn as boxes. Debian's package and a file of it. */
const fonts = {
  'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
  'fonts-noto-core': '/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf',
};

/**
 * The path of a Chromium: the one named by CHROMIUM, one that Debian's package manager installs for root, or an installed one.
 * Undefined, and said, where there is none to be had.
 */
export async function findChromium() {
  const found = installed();
  if (found && (process.env.CHROMIUM || found.endsWith(windowless))) return found;
  if (mayInstall()) await installByApt('Installing Chromium for the browser journeys', [windowless, ...missingFonts()]);
  const now = installed();
  if (!now) say('There is no Chromium here and none could be installed: the browser journeys are skipped. CHROMIUM names one.');
  return now;
}

/** A Chromium that draws emoji and Arabic, as pictures want it; said where it does not. */
export async function findDrawingChromium() {
  const chromium = await findChromium();
  if (missingFonts().length > 0 && mayInstall()) await installByApt('Installing fonts for emoji and Arabic', missingFonts());
  if (missingFonts().length > 0) say(`Emoji and Arabic may be boxes in the pictures: ${missingFonts().join(' and ')} could not be installed.`);
  return chromium;
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  const candidates = [process.env.CHROMIUM, ...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find((path) => path && isExecutable(path));
}

const missingFonts = () => Object.keys(fonts).filter((name) => !existsSync(fonts[name]));

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installByApt(title, packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update'], { env, stdio: 'ignore', timeout: 300_000 });
  try {
    await runStep({ title, program: 'apt-get', args: ['install', '-y', '--no-install-recommends', ...packages], env });
  } catch (error) {
    say(error.message.split('\n').slice(-3).join('\n'));
  }
}
