import { inboundKey, type OutboundResult, TOPICS } from '@parley/contracts';
import type { MessageBus } from '@parley/event-sourcing';
import type { Pool } from 'pg';

interface Row {
  readonly sequence: number;
  readonly conversationId: string;
  readonly messageId: string;
  readonly phoneNumberId: string;
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly state: 'accepted' | 'failed' | 'uncertain';
  readonly wamid: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly changedAt: Date;
}

const BATCH_MAX = 500;
/** What another dispatcher settled and did not report for so long is reported by us. */
const ABANDONED_MS = 5_000;

/** Tells the others what became of outbound messages: what was settled is in `channel.inbound.v1` before it counts as reported. */
export class OutboxReports {
  constructor(
    private readonly pool: Pool,
    private readonly bus: MessageBus,
    private readonly dispatcher: string,
  ) {}

  /** Reports what is not reported yet, a batch of it; answers whether there may be more. @throws Unreachable */
  async reportNext(): Promise<boolean> {
    const rows = await this.unreported();
    if (rows.length === 0) return false;
    await this.bus.publish(
      TOPICS.channelInbound,
      rows.map((row) => ({ key: inboundKey(row.phoneNumberId, { bsuid: row.bsuid ?? '', phone: row.phone ?? '' }), value: result(row) })),
    );
    // A row that changed meanwhile has something new to tell, and stays unreported.
    await this.pool.query({
      name: 'outbox-reported',
      text: `update outbox set reported_at = now() from unnest($1::bigint[], $2::text[]) as told(sequence, state)
       where outbox.sequence = told.sequence and outbox.state = told.state`,
      values: [rows.map(({ sequence }) => sequence), rows.map(({ state }) => state)],
    });
    return rows.length === BATCH_MAX;
  }

  private async unreported(): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'outbox-unreported',
      text: `select sequence, conversation_id as "conversationId", message_id as "messageId", phone_number_id as "phoneNumberId",
         phone, bsuid, state, wamid, error_code as code, error_message as message, changed_at as "changedAt"
       from outbox
       where reported_at is null and state in ('accepted', 'failed', 'uncertain')
         and (dispatcher is null or dispatcher = $1 or changed_at < now() - ${ABANDONED_MS} * interval '1 millisecond')
       order by sequence limit ${BATCH_MAX}`,
      values: [this.dispatcher],
    });
    return rows;
  }
}

function result({ conversationId, messageId, state, wamid, code, message, changedAt }: Row): OutboundResult {
  return {
    kind: 'outbound-result',
    conversationId,
    messageId,
    status: state === 'failed' ? 'failed' : 'pending',
    ...(wamid !== null && { wamid }),
    ...(code !== null && { error: { code, message: message ?? '' } }),
    at: changedAt.toISOString(),
  };
}
