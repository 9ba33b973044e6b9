import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOwner, takeOwnership } from '../owner-lock.mjs';
import { becomesTrue, isStillThere } from '../processes.mjs';
import { CannotStart } from '../say.mjs';

const predecessorMs = 12_000;

/**
 * The data directory exists and belongs to this run alone. A run that is just stopping is waited for.
 *
 * @returns a function that gives it back
 */
export async function ownDataDir(dataDir, say) {
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o711 });
    accessSync(dataDir, constants.W_OK);
    accessSync(join(dataDir, 'logs'), constants.W_OK);
  } catch (error) {
    throw new CannotStart(`Parley cannot start:\n  - PARLEY_DATA_DIR: ${dataDir} cannot be written (${error.code})`);
  }
  const lock = join(dataDir, 'owner');
  const owner = readOwner(lock);
  if (isStillThere(owner)) {
    say(`Waiting for the Parley that runs here (process ${owner.pid}) to stop…`);
    await becomesTrue(() => !isStillThere(owner), predecessorMs);
  }
  try {
    return takeOwnership(lock, `PARLEY_DATA_DIR ${dataDir}`);
  } catch (error) {
    throw new CannotStart(`Parley cannot start:\n  - ${error.message}`);
  }
}
