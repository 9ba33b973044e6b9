import { type BusRecord, deadLettersOf, type NewRecord, revived } from '@parley/event-sourcing';
import { inTransaction } from '@parley/read-store';
import type { Pool, PoolClient } from 'pg';
import { keyOf } from './stored-text';
import type { Topic, Topics } from './topics';

/** The group whose offsets say which dead letters were sent again. */
const REDRIVE_GROUP = 'parley.redrive';
const CHUNK_MAX = 200;

interface Letter extends BusRecord {
  readonly publishedMs: number;
}

interface Redrive {
  readonly pool: Pool;
  readonly topics: Topics;
  readonly publish: (topic: string, records: readonly NewRecord[]) => Promise<void>;
}

/**
 * Publishes the dead letters of `topic` again, those that are there at the call, oldest first, and answers how many. Whoever asks
 * at the same time waits and finds nothing left. After a crash in the middle up to 200 are sent twice.
 */
export async function redrive({ pool, topics, publish }: Redrive, topic: string): Promise<number> {
  const letters = await topics.get(deadLettersOf(topic));
  const ends = await endsOf(pool, letters);
  for (let sent = 0; ; ) {
    const chunk = await inTransaction(pool, async (tx) => {
      const next = oldestFirst(await read(tx, letters, ends), CHUNK_MAX);
      if (next.length > 0) await publish(topic, next.map(revived));
      await remember(tx, letters, next);
      return next.length;
    });
    if (chunk === 0) return sent;
    sent += chunk;
  }
}

async function endsOf(pool: Pool, { id }: Topic): Promise<readonly number[]> {
  await pool.query(
    `insert into message_bus.assignment (group_name, topic_id, partition)
     select $1, topic_id, partition from message_bus.partition where topic_id = $2 on conflict do nothing`,
    [REDRIVE_GROUP, id],
  );
  const { rows } = await pool.query<{ end: number }>(
    'select next_offset as end from message_bus.partition where topic_id = $1 order by partition',
    [id],
  );
  return rows.map(({ end }) => end);
}

/** The next letters of each partition; nobody else redrives this topic until the transaction ends. */
async function read(tx: PoolClient, { id, name }: Topic, ends: readonly number[]): Promise<Letter[][]> {
  const { rows: places } = await tx.query<{ partition: number; committed: number }>(
    'select partition, committed from message_bus.assignment where group_name = $1 and topic_id = $2 order by partition for update',
    [REDRIVE_GROUP, id],
  );
  const partitions: Letter[][] = [];
  for (const { partition, committed } of places) {
    const { rows } = await tx.query<{ offset: number; key: string; value: string; headers: string; published_at: Date }>(
      `select "offset", key, value, headers, published_at from message_bus.record
       where topic_id = $1 and partition = $2 and "offset" >= $3 and "offset" < $4 order by "offset" limit $5`,
      [id, partition, committed, ends[partition] ?? 0, CHUNK_MAX],
    );
    partitions.push(
      rows.map(({ offset, key, value, headers, published_at }) => ({
        topic: name,
        partition,
        offset,
        key: keyOf(key),
        value: JSON.parse(value) as unknown,
        headers: JSON.parse(headers) as Record<string, string>,
        publishedAt: published_at.toISOString(),
        publishedMs: published_at.getTime(),
      })),
    );
  }
  return partitions;
}

/** Merges partitions by time, each of them staying in its own order; at most `max`. */
function oldestFirst(partitions: readonly Letter[][], max: number): Letter[] {
  const merged: Letter[] = [];
  while (merged.length < max) {
    const heads = partitions.flatMap((letters) => letters[0] ?? []);
    const oldest = heads.reduce<Letter | undefined>((first, head) => (first && first.publishedMs <= head.publishedMs ? first : head), undefined);
    if (oldest === undefined) break;
    merged.push(oldest);
    partitions.find((letters) => letters[0] === oldest)?.shift();
  }
  return merged;
}

async function remember(tx: PoolClient, { id }: Topic, sent: readonly Letter[]): Promise<void> {
  for (const [partition, offset] of new Map(sent.map((letter) => [letter.partition, letter.offset])))
    await tx.query('update message_bus.assignment set committed = $4, touched_at = now() where group_name = $1 and topic_id = $2 and partition = $3', [
      REDRIVE_GROUP,
      id,
      partition,
      offset + 1,
    ]);
}
