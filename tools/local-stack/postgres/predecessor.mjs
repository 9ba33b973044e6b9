import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { becomesTrue, isAlive, processesIn, signal } from '../processes.mjs';

const fastShutdownMs = 10_000;
const quickShutdownMs = 5_000;
const killedMs = 5_000;

/** What `postmaster.pid` says: the id of the server, its port, and its state (`starting`, `ready`, `stopping`). */
export function readPostmaster(dataDir) {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), state: lines[7]?.trim() };
  } catch {
    return undefined;
  }
}

/**
 * No process works in the data directory any more and no lock file stands in the way of the next server.
 *
 * A server that outlived its supervisor is ended in PostgreSQL's own order: fast, immediate, killed. The lock file goes
 * only after all its processes: it holds the key by which a new server would notice them. PostgreSQL alone would refuse
 * to start where the id in the file belongs to a zombie or, after a reboot, to something else.
 */
export async function endPredecessor(dataDir, log) {
  const left = readPostmaster(dataDir);
  if (!left) return;
  if (processesIn(dataDir).includes(left.pid)) {
    log(`ending the PostgreSQL that an earlier run left behind (process ${left.pid})`);
    signal(left.pid, 'SIGINT');
    if (!(await becomesTrue(() => !isAlive(left.pid), fastShutdownMs))) signal(left.pid, 'SIGQUIT');
    await becomesTrue(() => !isAlive(left.pid), quickShutdownMs);
  }
  await endWorkers(dataDir);
  rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

/** The workers of a killed server end by themselves within moments; what does not is killed. */
async function endWorkers(dataDir) {
  if (await becomesTrue(() => processesIn(dataDir).length === 0, quickShutdownMs)) return;
  for (const pid of processesIn(dataDir)) signal(pid, 'SIGKILL');
  if (await becomesTrue(() => processesIn(dataDir).length === 0, killedMs)) return;
  throw new Error(`Processes ${processesIn(dataDir).join(', ')} still work in ${dataDir} and cannot be ended.`);
}
