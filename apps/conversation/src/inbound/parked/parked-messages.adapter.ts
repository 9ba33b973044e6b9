import { Inject, Injectable } from '@nestjs/common';
import { InboundMessage } from '@parley/contracts';
import type { Pool } from 'pg';
import { POOL } from '../../tokens';

/** WhatsApp repeats webhooks for seven days; what nothing came for by then is about a conversation that is over. */
const PARKED_DAYS = 8;

/** Edits, revocations and reactions that came before the message they are about. They go where that goes, so taking one twice is harmless and they stay until they expire. */
@Injectable()
export class ParkedMessages {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** `message` waits for the customer's message `targetWamid` to the same number. */
  async park(message: InboundMessage, targetWamid: string): Promise<void> {
    await this.pool.query(
      `insert into parked_message (phone_number_id, wamid, target_wamid, record) values ($1, $2, $3, $4) on conflict do nothing`,
      [message.phoneNumberId, message.wamid, targetWamid, JSON.stringify(message)],
    );
  }

  /** It is recorded, and waits for nothing. */
  async unpark({ phoneNumberId, wamid }: InboundMessage): Promise<void> {
    await this.pool.query('delete from parked_message where phone_number_id = $1 and wamid = $2', [phoneNumberId, wamid]);
  }

  /** What waits for each of `messages`, in the order in which it came. */
  async waitingFor(messages: readonly InboundMessage[]): Promise<(message: InboundMessage) => readonly InboundMessage[]> {
    const { rows } = await this.pool.query<{ phone_number_id: string; target_wamid: string; record: unknown }>(
      `select p.phone_number_id, p.target_wamid, p.record
       from unnest($1::text[], $2::text[]) as w (phone_number_id, wamid)
       join parked_message p on p.phone_number_id = w.phone_number_id and p.target_wamid = w.wamid
       order by p.parked_at`,
      [messages.map(({ phoneNumberId }) => phoneNumberId), messages.map(({ wamid }) => wamid)],
    );
    return ({ phoneNumberId, wamid }) =>
      rows.filter((row) => row.phone_number_id === phoneNumberId && row.target_wamid === wamid).map(({ record }) => InboundMessage.parse(record));
  }

  async prune(): Promise<void> {
    await this.pool.query(`delete from parked_message where parked_at < now() - interval '${PARKED_DAYS} days'`);
  }
}
