import { randomUUID } from 'node:crypto';
import { startBareServer } from '../ceiling/bare-server';
import { load } from '../load/load';
import type { Desk } from '../product/desk';
import { gatewayPort, quiet, type Running } from '../product/running';
import { type Compared, inTurns, type Percentiles, percentiles } from '../report/statistics';

const CONNECTIONS = 32;
const TURNS = 3;
const TURN_MS = 1_500;
const REQUESTS_MAX = 6_000;

export interface CommandsResult extends Compared {
  readonly latency: Percentiles;
  readonly byStatus: Record<string, number>;
}

/** Agents' answers (`POST …/messages`) to their 202, against a bare server that parses and stores them. */
export async function measureCommands(running: Running, desk: Desk): Promise<CommandsResult> {
  const bare = await startBareServer({ databaseUrl: running.serverUrl, appSecret: running.appSecret });
  const latencies: number[] = [];
  const byStatus: Record<string, number> = {};
  const flood = (port: number) => load({ port, connections: CONNECTIONS, next: stock(desk), durationMs: TURN_MS });
  try {
    const compared = await inTurns(TURNS, {
      ceiling: async () => (await flood(bare.port)).perSecond,
      figure: async () => {
        const result = await flood(gatewayPort(running));
        latencies.push(...result.latencies);
        for (const [status, count] of Object.entries(result.byStatus)) byStatus[status] = (byStatus[status] ?? 0) + count;
        await quiet(running);
        return result.perSecond;
      },
    });
    return { ...compared, latency: percentiles(latencies), byStatus };
  } finally {
    bare.stop();
  }
}

function stock(desk: Desk): () => Buffer | undefined {
  const held = [...desk.held.values()];
  const requests = Array.from({ length: REQUESTS_MAX }, (_, index) => {
    const { agent, conversationId } = held[index % held.length]!;
    const body = { messageId: randomUUID(), type: 'text', text: `Answer ${index}: your order is on its way.` };
    return agent.request('POST', `/api/conversations/${conversationId}/messages`, body);
  });
  let sent = 0;
  return () => requests[sent++];
}
