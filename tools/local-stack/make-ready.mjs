/** The packages are installed and everything is built, for tools that run what they find built. */
import { build } from './prepare/build.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { installPackages } from './prepare/packages.mjs';
import { outputsOf } from './run/services.mjs';
import { CannotStart } from './say.mjs';
import { readSettings } from './settings/settings.mjs';

try {
  requireNode();
  await installPackages();
  await build([...outputsOf(readSettings({}).settings), ...process.argv.slice(2)]);
} catch (error) {
  process.stderr.write(`${error instanceof CannotStart ? error.message : error.stack}\n`);
  process.exit(1);
}
