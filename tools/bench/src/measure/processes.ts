import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ProcessFigures {
  readonly name: string;
  readonly processes: number;
  /** Proportional where the kernel tells it, so that PostgreSQL's shared memory counts once. */
  readonly residentMb: number;
  /** Since its start. */
  readonly cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** What each service, PostgreSQL and the supervisor hold in memory; empty where there is no /proc. */
export function measureProcesses(roots: Readonly<Record<string, number>>): ProcessFigures[] {
  const parents = parentsOfAll();
  const services = new Set(Object.values(roots));
  return Object.entries(roots).flatMap(([name, root]) => {
    const pids = [root, ...descendants(root, parents).filter((pid) => !services.has(pid) && !isUnder(pid, root, services, parents))];
    const figures = pids.map((pid) => ({ mb: memoryMb(pid), cpu: cpuSeconds(pid) })).filter(({ mb }) => mb > 0);
    if (figures.length === 0) return [];
    const sum = (pick: (one: { mb: number; cpu: number }) => number) => figures.reduce((total, one) => total + pick(one), 0);
    return [{ name, processes: figures.length, residentMb: sum(({ mb }) => mb), cpuSeconds: sum(({ cpu }) => cpu) }];
  });
}

/** The services of the run in this data directory, by name. */
export function servicePids(dataDir: string): Record<string, number> {
  const run = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as Record<string, { pid: number }>;
  return Object.fromEntries(Object.entries(run).map(([name, { pid }]) => [name, pid]));
}

/** True when another of the named processes stands between `pid` and `root`. */
function isUnder(pid: number, root: number, services: ReadonlySet<number>, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at !== root; at = parents.get(at)) if (services.has(at)) return true;
  return false;
}

function descendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 0; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const entry of readOr([] as string[], () => readdirSync('/proc')))
    if (/^\d+$/.test(entry)) {
      const parent = statOf(Number(entry))[1];
      if (parent !== undefined) parents.set(Number(entry), Number(parent));
    }
  return parents;
}

const memoryMb = (pid: number): number => {
  const kb = (file: string, name: string) =>
    readOr(0, () => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1] ?? 0));
  return (kb('smaps_rollup', 'Pss') || kb('status', 'VmRSS')) / 1024;
};

const cpuSeconds = (pid: number): number => {
  const [, , , , , , , , , , , user, system] = statOf(pid);
  return (Number(user ?? 0) + Number(system ?? 0)) / TICKS_PER_SECOND;
};

/** What stands after the name in /proc/PID/stat: state, parent, … */
const statOf = (pid: number): string[] => readOr([] as string[], () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' '));

function readOr<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
