import { pause } from '@parley/event-sourcing';
import type { Pool } from 'pg';

const DAY_MS = 86_400_000;
export const RETENTION_MS = 7 * DAY_MS;
/** Dead letters wait for a person; a group that nobody has been in for so long holds nothing back. */
const LONG_RETENTION_MS = 30 * DAY_MS;
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 900_000;
const CHUNK = 5_000;
const CHUNKS_MAX = 200;

/** Removes what is older than `retentionMs` now and then, a million records at most each time, in one process at a time. */
export async function keepTrimmed(pool: Pool, retentionMs: number, signal: AbortSignal, onTrouble: (error: unknown) => void): Promise<void> {
  await rest(FIRST_AFTER_MS, signal);
  while (!signal.aborted) {
    await trim(pool, retentionMs, signal).catch(onTrouble);
    await rest(EVERY_MS, signal);
  }
}

/** One round; answers how many records it removed. */
export async function trim(pool: Pool, retentionMs: number, signal?: AbortSignal): Promise<number> {
  const { rows } = await pool.query<{ id: number; partition: number; letters: boolean }>(
    `select t.id, p.partition, t.name like '%.dlq' as letters from message_bus.topic t join message_bus.partition p on p.topic_id = t.id`,
  );
  let removed = 0;
  let chunks = 0;
  for (const { id, partition, letters } of rows) {
    for (let last = CHUNK; last === CHUNK && chunks < CHUNKS_MAX && !signal?.aborted; chunks += 1) {
      last = await trimChunk(pool, [id, partition, letters ? LONG_RETENTION_MS : retentionMs]);
      removed += last;
    }
  }
  return removed;
}

/** Nothing when another process is at it. */
async function trimChunk(pool: Pool, [id, partition, retentionMs]: readonly [number, number, number]): Promise<number> {
  const { rows } = await pool.query<{ removed: number }>(
    `select case when pg_try_advisory_xact_lock(hashtextextended('parley/message-bus/trim', 0))
       then message_bus.trim_partition($1, $2, now() - $3 * interval '1 ms', now() - $4 * interval '1 ms', $5) else 0 end as removed`,
    [id, partition, retentionMs, LONG_RETENTION_MS, CHUNK],
  );
  return rows[0]?.removed ?? 0;
}

/** Some time around `ms`, so that processes which started together do not meet again. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms * (0.75 + Math.random() / 2), signal);
}
