import { Inject, Injectable } from '@nestjs/common';
import type { InboundMessage } from '@parley/contracts';
import type { Pool } from 'pg';
import { POOL } from '../tokens';

/** What is known of a message that came in. `claimed` alone means: somebody began, nobody said that it was recorded. */
export type InboundState = 'new' | 'claimed' | 'recorded';

const keyOf = ({ phoneNumberId, wamid }: Pick<InboundMessage, 'phoneNumberId' | 'wamid'>) => `${phoneNumberId}/${wamid}`;

/** Knows every message that ever came in by (number, wamid), for as long as WhatsApp may send it again and longer. */
@Injectable()
export class InboundMessageLog {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Claims all; answers what each was before. */
  async claim(messages: readonly InboundMessage[]): Promise<(message: InboundMessage) => InboundState> {
    const { rows } = await this.pool.query<{ phone_number_id: string; wamid: string; recorded: boolean; fresh: boolean }>(
      `with wanted as (select distinct * from unnest($1::text[], $2::text[]) as w (phone_number_id, wamid)),
       fresh as (
         insert into inbound_message (phone_number_id, wamid) select * from wanted on conflict do nothing
         returning phone_number_id, wamid
       )
       select w.phone_number_id, w.wamid, coalesce(m.recorded, false) as recorded, f.wamid is not null as fresh
       from wanted w left join inbound_message m using (phone_number_id, wamid) left join fresh f using (phone_number_id, wamid)`,
      [messages.map(({ phoneNumberId }) => phoneNumberId), messages.map(({ wamid }) => wamid)],
    );
    const states = new Map<string, InboundState>(
      rows.map((row) => [
        keyOf({ phoneNumberId: row.phone_number_id, wamid: row.wamid }),
        row.recorded ? 'recorded' : row.fresh ? 'new' : 'claimed',
      ]),
    );
    return (message) => states.get(keyOf(message)) ?? 'new';
  }

  async markRecorded(messages: readonly InboundMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.pool.query(
      `update inbound_message m set recorded = true from unnest($1::text[], $2::text[]) as w (phone_number_id, wamid)
       where m.phone_number_id = w.phone_number_id and m.wamid = w.wamid`,
      [messages.map(({ phoneNumberId }) => phoneNumberId), messages.map(({ wamid }) => wamid)],
    );
  }
}
