import { CannotStart } from '../say.mjs';

const needed = [20, 19];

/** @throws CannotStart when this Node.js is older than the packages need */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  throw new CannotStart(`Parley needs Node.js ${needed.join('.')} or newer; this is ${version} (${process.execPath}). See https://nodejs.org.`);
}
