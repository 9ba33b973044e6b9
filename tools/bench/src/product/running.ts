import { setTimeout as sleep } from 'node:timers/promises';
import { measureProcesses, type ProcessFigures, servicePids } from '../measure/processes';
import { until } from '../until';

const LOOK_MS = 300;
/** Share of one core below which the product only waits. */
const IDLE_SHARE = 0.25;
const QUIET_WITHIN_MS = 90_000;

/** The product under measurement. */
export interface Running {
  readonly url: string;
  readonly ports: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly appSecret: string;
  /** The server of the database. */
  readonly postgresPid: number;
  readonly serverUrl: string;
}

export const gatewayPort = ({ url }: Running): number => Number(new URL(url).port);

export const processesOf = ({ dataDir, postgresPid }: Running): ProcessFigures[] =>
  measureProcesses({ ...servicePids(dataDir), PostgreSQL: postgresPid });

/** Resolves when everything that was taken in is worked off: no process of the product does anything to speak of. */
export async function quiet(running: Running): Promise<void> {
  const cpu = () => processesOf(running).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  await until('the product has nothing to do', QUIET_WITHIN_MS, async () => {
    const before = cpu();
    await sleep(LOOK_MS);
    return (cpu() - before) * 1000 < LOOK_MS * IDLE_SHARE;
  });
}
