import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf, isStillThere } from './processes.mjs';

/**
 * The file at `path` names this process as the one owner; a dead owner's file is replaced.
 *
 * @returns a function that gives the ownership back
 * @throws when a living process owns it
 */
export function takeOwnership(path, what) {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
      return () => giveBack(path);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = readOwner(path);
    if (isStillThere(owner)) throw new Error(`${what} is in use by process ${owner.pid}; stop that one first.`);
    setAside(path);
  }
}

/** The owner written in the file, living or not; undefined when there is none or it cannot be read. */
export function readOwner(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Renames before removing: of two that find the same dead owner only one moves it, and neither removes a fresh file unseen. */
function setAside(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (isStillThere(readOwner(aside))) renameSync(aside, path);
  else rmSync(aside, { force: true });
}

function giveBack(path) {
  if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
}
