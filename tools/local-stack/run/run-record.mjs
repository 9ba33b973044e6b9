import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomesTrue, identityOf, isStillThere, signal } from '../processes.mjs';

const graceMs = 10_000;
const pathOf = (dataDir) => join(dataDir, 'run.json');

/** Notes which processes belong to the present run, for the next one in case this one cannot end them. */
export function recordRun(dataDir, processes) {
  const running = processes.filter(({ pid }) => pid !== undefined).map(({ name, pid }) => [name, identityOf(pid)]);
  const path = pathOf(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(running), null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** None of the services that an earlier, killed run left behind is there any more. */
export async function endLeftovers(dataDir, say) {
  const left = Object.entries(readRun(dataDir)).filter(([, identity]) => isStillThere(identity));
  if (left.length === 0) return;
  say(`Ending what an earlier run left behind: ${left.map(([name, { pid }]) => `${name} (${pid})`).join(', ')}`);
  const gone = () => left.every(([, identity]) => !isStillThere(identity));
  for (const [, { pid }] of left) signal(pid, 'SIGTERM');
  if (await becomesTrue(gone, graceMs)) return;
  for (const [, identity] of left) if (isStillThere(identity)) signal(identity.pid, 'SIGKILL');
  await becomesTrue(gone, graceMs);
}

function readRun(dataDir) {
  try {
    return JSON.parse(readFileSync(pathOf(dataDir), 'utf8'));
  } catch {
    return {};
  }
}
