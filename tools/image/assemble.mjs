/**
 * `node tools/image/assemble.mjs <folder>`: everything that the built programs need to run is in that folder, and nothing else.
 *
 * Of the packages only those that a program asks for, and what those ask for in turn: the desktop's are in its bundle already,
 * and the embedded PostgreSQL and the tools that build and test are of no use in an image.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const to = resolve(process.argv[2] ?? '');
const tools = ['migrate', 'redrive', 'simulator'].map((name) => join('tools', name));
const programs = [...readdirSync(join(root, 'apps')).map((name) => join('apps', name)), ...tools].filter((folder) => existsSync(join(root, folder, 'dist', 'main.js')));
const assets = [join('apps', 'agent-desktop', 'dist'), join('tools', 'simulator', 'page'), join('config', 'contact-center.demo.yaml'), join('tools', 'image', 'healthy.mjs')];
const unneeded = /\.(map|d\.[cm]?ts)$/;

if (process.argv[2] === undefined || existsSync(to)) throw new Error('name a folder that is not there yet');
mkdirSync(to, { recursive: true });
for (const folder of programs) copy(join(folder, 'dist'));
for (const path of assets) copy(path);
const packages = neededBy(programs);
for (const folder of packages) copy(folder, (path) => path === folder || !path.slice(folder.length).startsWith('/node_modules'));
process.stdout.write(`${programs.length} programs, ${packages.length} packages\n`);

function copy(path, wanted = () => true) {
  const keep = (source) => wanted(relative(root, source)) && (!path.startsWith('node_modules') || !unneeded.test(source));
  cpSync(join(root, path), join(to, path), { recursive: true, filter: keep });
}

/** Folders of all packages that the programs reach, relative to the root. */
function neededBy(folders) {
  const found = new Set();
  const open = folders.flatMap((folder) => externals(join(root, folder, 'dist', 'main.js')).map((name) => [name, root, true]));
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, from, needed] = next;
    const folder = locate(name, from);
    if (!folder && needed) throw new Error(`${name}, which ${relative(root, from) || 'a program'} needs, is not installed`);
    if (!folder || found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest(folder);
    const at = join(root, folder);
    for (const dependency of Object.keys(dependencies)) open.push([dependency, at, !(dependency in optionalDependencies)]);
    for (const dependency of Object.keys(optionalDependencies)) open.push([dependency, at, false]);
    for (const peer of Object.keys(peerDependencies)) if (!peerDependenciesMeta[peer]?.optional) open.push([peer, at, false]);
  }
  return [...found].sort();
}

/** Names of the packages that a bundled program asks for. */
function externals(file) {
  const asked = [...readFileSync(file, 'utf8').matchAll(/\b(?:require|import)\("([^"./][^"]*)"\)/g)].map(([, specifier]) => specifier);
  return [...new Set(asked.filter((specifier) => !isBuiltin(specifier)).map((specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')))];
}

/** Where Node.js finds a package from there: in the nearest `node_modules` on the way up. */
function locate(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return relative(root, folder);
    if (at === root) return undefined;
  }
}

function manifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}
