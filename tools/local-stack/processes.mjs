import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The process's state letter and start time in clock ticks, or undefined where it is gone (or there is no /proc). */
function procStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before it may hold spaces and brackets
    return { state: fields[0], parent: Number(fields[1]), startedAt: fields[19] };
  } catch {
    return undefined;
  }
}

const hasProc = procStat(process.pid) !== undefined;

/** True while the process does something: a zombie that nobody has reaped yet counts as gone. */
export function isAlive(pid) {
  if (hasProc) {
    const stat = procStat(pid);
    return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The id of the process that started that one, where the system tells. */
export function parentOf(pid) {
  return procStat(pid)?.parent;
}

/** The command line of that process, where the system tells. */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return undefined;
  }
}

/** A process id together with its start time, so that a reused id is never taken for the old process. */
export function identityOf(pid) {
  const startedAt = hasProc ? procStat(pid)?.startedAt : spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)]).stdout?.toString().trim();
  return { pid, startedAt: startedAt ?? '' };
}

export function isStillThere(identity) {
  return Number.isInteger(identity?.pid) && isAlive(identity.pid) && identityOf(identity.pid).startedAt === identity.startedAt;
}

/** Ids of the living processes whose working directory is `directory` (PostgreSQL's all work in their data directory). */
export function processesIn(directory) {
  if (!hasProc) return processesNaming(directory);
  const wanted = statSync(directory, { throwIfNoEntry: false });
  if (!wanted) return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && isAlive(pid) && worksIn(pid, wanted));
}

function worksIn(pid, wanted) {
  try {
    const found = statSync(`/proc/${pid}/cwd`);
    return found.ino === wanted.ino && found.dev === wanted.dev;
  } catch {
    return false; // gone meanwhile, or another user's
  }
}

function processesNaming(directory) {
  const lines = spawnSync('ps', ['-Ao', 'pid=,command=']).stdout?.toString().split('\n') ?? [];
  return lines.filter((line) => line.includes('postgres') && line.includes(directory)).map((line) => Number.parseInt(line, 10));
}

export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** True as soon as `condition` holds, false when it does not within `withinMs`. */
export async function becomesTrue(condition, withinMs, everyMs = 25) {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() >= deadline) return false;
    await sleep(everyMs);
  }
  return true;
}
