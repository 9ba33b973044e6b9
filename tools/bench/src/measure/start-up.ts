import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { servicePids } from './processes';

/** The variable of each service's port. */
export const PORT_OF: Readonly<Record<string, string>> = {
  'agent-gateway': 'PORT',
  'channel-ingestion': 'CHANNEL_INGESTION_PORT',
  conversation: 'CONVERSATION_PORT',
  routing: 'ROUTING_PORT',
  'wrap-up-reporting': 'WRAP_UP_REPORTING_PORT',
  simulator: 'SIMULATOR_PORT',
};
const TICKS_PER_SECOND = 100;
const ANSWER_WITHIN_MS = 500;

export interface StartUp {
  /** From the command to the gateway's `/health/ready`. */
  readonly readyMs: number;
  /** From the start of each process to its first answer. */
  readonly services: Readonly<Record<string, number>>;
}

/** Starts the product and watches it come up. */
export async function measureStartUp<Product>(start: () => Promise<Product>, of: { ports: Readonly<Record<string, string>>; dataDir: string }): Promise<{ product: Product; startUp: StartUp }> {
  const startedMs = performance.now();
  const stop = new AbortController();
  const answers = Object.entries(PORT_OF).map(async ([name, variable]) => [name, await firstAnswer(Number(of.ports[variable]), stop.signal)] as const);
  const starting = start();
  starting.catch(() => stop.abort());
  const product = await starting;
  const readyMs = performance.now() - startedMs;
  setTimeout(() => stop.abort(), 2_000).unref();
  const upAt = Object.fromEntries(await Promise.all(answers));
  const services = Object.entries(servicePids(of.dataDir)).flatMap(([name, pid]) => {
    const [at, bornAt] = [upAt[name], bornAtSeconds(pid)];
    return at === undefined || bornAt === undefined ? [] : [[name, Math.round((at - bornAt) * 1000)] as const];
  });
  return { product, startUp: { readyMs, services: Object.fromEntries(services) } };
}

/** Seconds since the machine's start, as processes' births are told. */
async function firstAnswer(port: number, signal: AbortSignal): Promise<number | undefined> {
  while (!signal.aborted) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      await answer.text();
      if (answer.ok) return upSeconds();
    } catch {
      await sleep(20);
    }
  }
  return undefined;
}

const upSeconds = (): number | undefined => {
  try {
    return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  } catch {
    return undefined;
  }
};

const bornAtSeconds = (pid: number): number | undefined => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19]) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
};
