import { existsSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { rows } from './boundaries.mjs';
import { filesBelow, importsOf, projects, root, targetOf } from './workspace.mjs';

const sources = /\.(ts|tsx|mts|cts|mjs|cjs|js)$/;
const sized = /\.(ts|tsx|mts|cts|mjs|cjs|js|css)$/;
const linesMax = 300;
const specLinesMax = 400;

/** Nx draws an edge only where the dependency is declared, so an undeclared import would escape every boundary and the cache. */
export function undeclaredImports() {
  return projects().flatMap(({ name, folder, dependencies }) =>
    filesBelow(folder, sources).flatMap((path) =>
      importsOf(path)
        .map((specifier) => specifier.match(/^@parley\/[^/]+/)?.[0])
        .filter((used) => used && used !== name && used !== '@parley/source' && !dependencies.includes(used))
        .map((used) => `${path} imports ${used}, which ${folder}/package.json does not declare`),
    ),
  );
}

/** `npm ci` refuses a lock that does not know what a package.json asks for, so a fresh clone could not start. */
export function staleLock() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const same = (a = {}, b = {}) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
  return ['', ...projects().map(({ folder }) => folder)].flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const locked = packages[folder.split(sep).join('/')];
    const agrees = locked && ['dependencies', 'devDependencies'].every((kind) => same(manifest[kind], locked[kind]));
    return agrees ? [] : [`package-lock.json does not agree with ${join(folder, 'package.json')}; run npm install`];
  });
}

/** One tag for each project, and one with a row: without it the linter refuses every import. */
export function wrongTags() {
  const known = rows.map(({ tag }) => tag);
  return projects()
    .filter(({ tags }) => tags.length !== 1 || !known.includes(tags[0]))
    .map(({ folder, tags }) => `${folder}/package.json: expected one of the tags ${known.join(', ')}, not [${tags}]`);
}

export function tooLong() {
  return ['apps', 'libs', 'tools'].flatMap((folder) => filesBelow(folder, sized)).flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1;
    const max = /\.(spec|contract)\.|[\\/]testing[\\/]/.test(path) ? specLinesMax : linesMax;
    return lines > max ? [`${path} has ${lines} lines, ${max} at most`] : [];
  });
}

/** A slice uses its stream's files and never a sibling slice; nor does a feature of the desktop use another one. */
export function importsOfSiblings() {
  const folders = ['apps', 'libs'].flatMap((folder) => filesBelow(folder, sources));
  return folders.filter((path) => !/\.spec\.tsx?$/.test(path)).flatMap((path) => {
    const own = sliceOf(path);
    if (!own) return [];
    return importsOf(path).flatMap((specifier) => {
      const target = targetOf(path, specifier);
      const other = target && sliceOf(`${target}.ts`);
      return other && other !== own && parentOf(other) === parentOf(own) ? [`${path} imports from ${other}, a sibling of ${own}`] : [];
    });
  });
}

const parentOf = (folder) => folder.slice(0, folder.lastIndexOf(sep));

/** The slice or feature a file lies in: `features/<name>`, or a service's folder that holds the command of its own name. */
function sliceOf(path) {
  const parts = path.split(sep);
  const feature = parts.indexOf('features');
  if (feature > 0 && parts.length > feature + 2) return parts.slice(0, feature + 2).join(sep);
  if (parts[0] !== 'apps' || parts.length !== 6) return undefined;
  const folder = parts.slice(0, 5).join(sep);
  return existsSync(join(root, folder, `${basename(folder)}.ts`)) ? folder : undefined;
}
