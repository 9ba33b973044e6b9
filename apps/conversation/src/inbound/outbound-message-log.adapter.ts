import { Inject, Injectable } from '@nestjs/common';
import { InboundStatus } from '@parley/contracts';
import { inTransaction, type Queryable } from '@parley/read-store';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import type { Delivered, OurMessage } from './outbound-deliveries';

/** WhatsApp repeats webhooks for seven days; a status that nobody claimed by then is of another system on this number. */
const PARKED_DAYS = 8;

/** Which of our messages has which wamid, and what came of those that have none yet. */
@Injectable()
export class OutboundMessageLog {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async find(wamids: readonly string[]): Promise<Map<string, OurMessage>> {
    if (wamids.length === 0) return new Map();
    return ourMessages(this.pool, wamids);
  }

  /**
   * Keeps statuses of messages that we do not know yet. Under a lock by wamid, so that the answer of the Graph API, arriving
   * at the same moment, either finds the status here or is found by us.
   */
  async park(statuses: readonly Delivered[]): Promise<Map<string, OurMessage>> {
    if (statuses.length === 0) return new Map();
    return inTransaction(this.pool, async (tx) => {
      const wamids = [...new Set(statuses.map(({ wamid }) => wamid))].sort();
      await lock(tx, wamids);
      const ours = await ourMessages(tx, wamids);
      const unknown = statuses.filter(({ wamid }) => !ours.has(wamid));
      await tx.query(
        `insert into parked_status (wamid, status, record) select * from unnest($1::text[], $2::text[], $3::json[]) on conflict do nothing`,
        [unknown.map(({ wamid }) => wamid), unknown.map(({ record }) => record.status), unknown.map(({ record }) => JSON.stringify(record))],
      );
      return ours;
    });
  }

  /** The message has its wamid; statuses that came too early are handed out, once. */
  async claimParked(wamid: string, message: OurMessage): Promise<readonly InboundStatus[]> {
    return inTransaction(this.pool, async (tx) => {
      await lock(tx, [wamid]);
      await tx.query(
        'insert into outbound_message (wamid, conversation_id, message_id) values ($1, $2, $3) on conflict do nothing',
        [wamid, message.conversationId, message.messageId],
      );
      const { rows } = await tx.query<{ record: unknown }>('select record from parked_status where wamid = $1', [wamid]);
      return rows.map(({ record }) => InboundStatus.parse(record));
    });
  }

  /** Forgets what can matter no more; parked statuses stay until then, so that a crash after claiming loses none. */
  async prune(): Promise<void> {
    await this.pool.query(`delete from parked_status where parked_at < now() - interval '${PARKED_DAYS} days'`);
  }
}

async function lock(tx: Queryable, wamids: readonly string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('parley/wamid/' || wamid, 0)) from unnest($1::text[]) with ordinality as w (wamid, at) order by at`,
    [wamids],
  );
}

async function ourMessages(db: Queryable, wamids: readonly string[]): Promise<Map<string, OurMessage>> {
  const { rows } = await db.query<{ wamid: string; conversation_id: string; message_id: string }>(
    'select wamid, conversation_id, message_id from outbound_message where wamid = any($1)',
    [wamids],
  );
  return new Map(rows.map((row) => [row.wamid, { conversationId: row.conversation_id, messageId: row.message_id }]));
}
