import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InboundStatus, type OutboundResult, Refused, toMs } from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';
import { inTransaction, type Queryable } from '@parley/read-store';
import { type Clock } from '@parley/service-kit';
import type { Pool } from 'pg';
import { Dispatch } from '../conversation/conversation-commands.handler';
import { RecordStatus } from '../conversation/record-status/record-status';
import { CLOCK, POOL } from '../tokens';
import { eachConcurrently } from './each-concurrently';
import { type Delivered, deliveredOf, type OurMessage } from './outbound-deliveries';

const MESSAGES_AT_ONCE = 64;
/** WhatsApp repeats webhooks for seven days; a status that nobody claimed by then is of another system on this number. */
const PARKED_DAYS = 8;

/** What is to be recorded of one of our messages. */
type News = Pick<Delivered, 'status' | 'atMs' | 'error'> & { readonly message: OurMessage; readonly wamid?: string };

/** Matches what WhatsApp says of our messages with the messages, in whichever order the news comes. */
@Injectable()
export class OutboundDeliveries {
  constructor(
    private readonly commands: CommandBus,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async recordStatuses(statuses: readonly InboundStatus[]): Promise<void> {
    const delivered = statuses.map(deliveredOf).filter((known) => known !== undefined);
    if (delivered.length === 0) return;
    const ours = await this.find(delivered.filter(({ message }) => !message).map(({ wamid }) => wamid));
    const strangers = delivered.filter(({ message, wamid }) => !message && !ours.has(wamid));
    const claimed = await this.park(strangers);
    const known = delivered.map((status) => ({ status, message: status.message ?? ours.get(status.wamid) ?? claimed.get(status.wamid) }));
    await this.record(known.flatMap(({ status, message }) => (message ? [{ ...status, message }] : [])));
  }

  async recordResults(results: readonly OutboundResult[]): Promise<void> {
    for (const result of results) {
      const { conversationId, messageId, status, wamid, error, at } = result;
      await this.record([{ message: { conversationId, messageId }, status, wamid, error, atMs: toMs(at) }]);
      if (wamid) await this.recordStatuses(await this.claimParked(wamid, { conversationId, messageId }));
    }
  }

  private async record(all: readonly News[]): Promise<void> {
    const byMessage = new Map<string, News[]>();
    for (const news of all) byMessage.set(news.message.messageId, [...(byMessage.get(news.message.messageId) ?? []), news]);
    await eachConcurrently([...byMessage.values()], MESSAGES_AT_ONCE, async (statuses) => {
      for (const { message, status, wamid, error, atMs } of statuses) {
        const command = new RecordStatus(message.conversationId, message.messageId, status, Math.min(atMs, this.clock.now()), wamid, error);
        const commandId = derivedId('status', message.messageId, status, error?.code ?? '', wamid ?? '');
        await this.commands.execute(new Dispatch(command, commandId)).catch(ignoreStrangers);
      }
    });
  }

  private async find(wamids: readonly string[]): Promise<Map<string, OurMessage>> {
    if (wamids.length === 0) return new Map();
    return ourMessages(this.pool, wamids);
  }

  /**
   * Keeps statuses of messages that we do not know yet. Under a lock by wamid, so that the answer of the Graph API, arriving
   * at the same moment, either finds the status here or is found by us.
   */
  private async park(statuses: readonly Delivered[]): Promise<Map<string, OurMessage>> {
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
  private async claimParked(wamid: string, message: OurMessage): Promise<readonly InboundStatus[]> {
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

/** A reference that leads to no conversation of ours was made by another installation on the same number. */
function ignoreStrangers(error: unknown): void {
  if (!(error instanceof Refused) || error.code !== 'not-found') throw error;
}
