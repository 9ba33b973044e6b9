import { connectionConfig, type PoolSettings } from '@parley/read-store';
import { Pool } from 'pg';
import { within } from '../deadline';

const WRITE_TIMEOUT_MS = 5_000;

export interface Pools {
  /** One connection, so that batches are stored in their order. */
  readonly writer: Pool;
  /** One connection: all partitions of a process are read by one query. */
  readonly reader: Pool;
  /** Groups, offsets, words to others. A commit here does not wait for the disk: what a crash of the server takes back is read again. */
  readonly groups: Pool;
  /** Seldom used: topics, redrive, retention. */
  readonly upkeep: Pool;
}

export function openPools(settings: PoolSettings): Pools {
  return {
    writer: open({ ...settings, statementTimeoutMs: WRITE_TIMEOUT_MS }, 1, {}),
    // The plan is made while the table is empty and must be right when it is full.
    reader: open(settings, 1, { enable_seqscan: 'off', enable_bitmapscan: 'off', plan_cache_mode: 'force_generic_plan' }),
    groups: open({ ...settings, statementTimeoutMs: WRITE_TIMEOUT_MS }, 2, { synchronous_commit: 'off' }),
    upkeep: open(settings, 2, {}),
  };
}

/** Lets go of all connections; those that do not answer are left behind after a while. */
export async function closePools(pools: Pools, deadlineMs: number): Promise<void> {
  await within(deadlineMs, Promise.allSettled(Object.values(pools).map((pool: Pool) => pool.end())));
}

function open(settings: PoolSettings, max: number, server: Readonly<Record<string, string>>): Pool {
  const options = Object.entries(server).map(([name, value]) => `-c ${name}=${value}`).join(' ');
  const pool = new Pool({ ...connectionConfig(settings), options, max, idleTimeoutMillis: 30_000 });
  // Without listeners the loss of an idle or of a borrowed connection would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
