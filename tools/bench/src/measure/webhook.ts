import { startBareServer } from '../ceiling/bare-server';
import { load, type LoadResult } from '../load/load';
import { notificationBytes } from '../load/notifications';
import { NUMBERS } from '../product/bench-config';
import { gatewayPort, quiet, type Running } from '../product/running';
import { type Compared, inTurns, median, type Percentiles, percentiles } from '../report/statistics';

const CONNECTIONS = 32;
const TURNS = 4;
const TURN_MS = 1_500;
/** New code runs slowly until Node.js has compiled what is used most. */
const WARM_UP_ROUNDS = 3;
const REQUESTS_MAX = 12_000;
/** Each writes again and again, so nearly every message belongs to an open conversation. */
export const CUSTOMERS = 500;

export interface WebhookResult extends Compared {
  /** Straight to channel-ingestion, without the gateway. */
  readonly direct: number;
  readonly directRatio: number;
  readonly latency: Percentiles;
  readonly byStatus: Record<string, number>;
}

/** Signed notifications to their 200, through the gateway, against a bare server with the same database. */
export async function measureWebhook(running: Running): Promise<WebhookResult> {
  const bare = await startBareServer({ databaseUrl: running.serverUrl, appSecret: running.appSecret });
  const direct: number[] = [];
  const latencies: number[] = [];
  const byStatus: Record<string, number> = {};
  const flood = (port: number, name: string) => floodOf(running, port, name);
  const note = (result: LoadResult) => {
    latencies.push(...result.latencies);
    for (const [status, count] of Object.entries(result.byStatus)) byStatus[status] = (byStatus[status] ?? 0) + count;
  };
  try {
    await warmUp(running);
    const compared = await inTurns(TURNS, {
      ceiling: async (turn) => (await flood(bare.port, `ceiling ${turn}`)).perSecond,
      figure: async (turn) => {
        const result = await flood(gatewayPort(running), `gateway ${turn}`);
        note(result);
        await quiet(running);
        direct.push((await flood(Number(running.ports['CHANNEL_INGESTION_PORT']), `direct ${turn}`)).perSecond);
        await quiet(running);
        return result.perSecond;
      },
    });
    return { ...compared, direct: median(direct), directRatio: median(direct) / compared.ceiling, latency: percentiles(latencies), byStatus };
  } finally {
    bare.stop();
  }
}

/** Afterwards every customer has written, everything is worked off, and Node.js has compiled what is used most. @throws when none was taken */
export async function warmUp(running: Running): Promise<void> {
  let sent = 0;
  for (let round = 0; round < WARM_UP_ROUNDS || sent < CUSTOMERS; round++) {
    const { byStatus } = await floodOf(running, gatewayPort(running), `warm-up ${round}`, sent);
    if (!byStatus[200]) throw new Error(`no notification was taken, the answers were ${JSON.stringify(byStatus)}`);
    sent += byStatus[200];
    await quiet(running);
  }
}

const floodOf = ({ appSecret }: Running, port: number, name: string, from = 0): Promise<LoadResult> =>
  load({ port, connections: CONNECTIONS, next: stock(appSecret, name, from), durationMs: TURN_MS });

/** Signed beforehand, so that the load takes as little of the machine as it can. The first is written by the customer `from`. */
function stock(appSecret: string, name: string, from: number): () => Buffer | undefined {
  const run = `${name} ${Date.now()}`;
  const requests = Array.from({ length: REQUESTS_MAX }, (_, index) => {
    const customer = (from + index) % CUSTOMERS;
    const phoneNumberId = NUMBERS[customer % NUMBERS.length]!;
    const wamid = `wamid.${Buffer.from(`${run} ${index}`).toString('base64')}`;
    return notificationBytes({ appSecret, phoneNumberId, customer, wamid, text: `Message ${index}: ¿dónde está mi pedido? 📦` });
  });
  let sent = 0;
  return () => requests[sent++];
}
