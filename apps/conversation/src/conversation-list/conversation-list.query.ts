import { Inject, Injectable } from '@nestjs/common';
import { type ConversationsPage, type ConversationsQuery, type ConversationView, type QueueNow, Refused } from '@parley/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import { POOL } from '../tokens';
import { soughtBy, summaryOf } from './conversation-row';

const TIMEOUT_MS = 10_000;
/** Where a page ended: start and id of its last row. */
const Cursor = z.tuple([z.iso.datetime(), z.string().max(200)]);

const LIST = `
  select v.view from conversation_list l join conversation_view v using (conversation_id)
  where ($1::timestamptz is null or l.started_at >= $1) and ($2::timestamptz is null or l.started_at < $2)
    and ($3::text is null or l.status = $3 or ($3 = 'open' and l.status <> 'ended'))
    and ($4::text is null or l.queue_id = $4) and ($5::text is null or $5 = any (l.agents))
    and ($6::text is null or l.sought like $6)
    and ($7::timestamptz is null or (l.started_at, l.conversation_id) < ($7, $8::text))
  order by l.started_at desc, l.conversation_id desc
  limit $9`;

const QUEUES_NOW = `
  select queue_id as "queueId", count(*) filter (where status = 'queued')::int as waiting,
    count(*) filter (where status = 'offered')::int as offered,
    count(*) filter (where status not in ('queued', 'offered'))::int as active, min(waiting_since) as "longestWaitSince"
  from conversation_list where status <> 'ended' group by queue_id`;

type QueueRow = Omit<QueueNow, 'longestWaitSince'> & { readonly longestWaitSince: Date | null };

/** What supervisors see of all conversations, as far as the projection has come. */
@Injectable()
export class ConversationList {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** @throws Refused `invalid-request` for a cursor that no page gave */
  async page({ search, status, queue, agent, from, to, before, limit }: ConversationsQuery): Promise<ConversationsPage> {
    const [beforeStart, beforeId] = before === undefined ? [null, null] : readCursor(before);
    const like = search?.trim() ? `%${soughtBy(search).replace(/[\\%_]/g, '\\$&')}%` : null;
    const { rows } = await this.pool.query<{ view: ConversationView }>({
      text: LIST,
      values: [from ?? null, to ?? null, status ?? null, queue ?? null, agent ?? null, like, beforeStart, beforeId, limit + 1],
      query_timeout: TIMEOUT_MS,
    } as { text: string; values: unknown[] });
    const items = rows.slice(0, limit).map(({ view }) => summaryOf(view));
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last && { before: writeCursor([last.startedAt, last.conversationId]) }) };
  }

  /** Every queue in which something goes on. */
  async queuesNow(): Promise<readonly QueueNow[]> {
    const { rows } = await this.pool.query<QueueRow>({ name: 'queues-now', text: QUEUES_NOW });
    return rows.map(({ longestWaitSince, ...queue }) => ({
      ...queue,
      ...(longestWaitSince && { longestWaitSince: longestWaitSince.toISOString() }),
    }));
  }
}

const writeCursor = (at: z.infer<typeof Cursor>): string => Buffer.from(JSON.stringify(at)).toString('base64url');

function readCursor(before: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(before, 'base64url').toString()));
  } catch {
    throw new Refused('invalid-request', 'before: expected what an earlier page gave');
  }
}
