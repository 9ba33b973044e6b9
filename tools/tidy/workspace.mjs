import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const parents = ['apps', 'libs', 'libs/adapters', 'tools'];
const skipped = new Set(['node_modules', 'dist', 'coverage', 'fixtures', '.nx', '.parley', '.test']);

/**
 * Every project of the workspace: `{ name, entry, importable, folder, tags, dependencies }`; `entry` is what others
 * import, if they can; the folder is relative to the root.
 */
export function projects() {
  return parents
    .flatMap((parent) => readdirSync(join(root, parent)).map((entry) => join(parent, entry)))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const declared = { ...manifest.dependencies, ...manifest.devDependencies };
      const [subpath = '.'] = Object.keys(manifest.exports ?? {});
      const entry = manifest.name + subpath.slice(1);
      return { name: manifest.name, entry, importable: manifest.exports !== undefined, folder, tags: manifest.nx?.tags ?? [], dependencies: Object.keys(declared) };
    });
}

/** Paths, relative to the root, of the files below `folder` whose name matches. */
export function filesBelow(folder, pattern) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}

const importing = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"]+)['"]/g;

/** What a source file imports, as it is written there. */
export function importsOf(path) {
  return [...readFileSync(join(root, path), 'utf8').matchAll(importing)].map(([, specifier]) => specifier);
}

/** The folder or file, relative to the root, that a relative import leads to; undefined for a package. */
export function targetOf(path, specifier) {
  return specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : undefined;
}
