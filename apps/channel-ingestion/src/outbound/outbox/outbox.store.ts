import type { DeliveryError } from '@parley/contracts';
import type { Pool } from 'pg';
import type { OutboundContent } from '../graph/graph.client';

/** A message that an agent wrote, as the outbox takes it. Times are ISO 8601. */
export interface OutboundMessage {
  readonly conversationId: string;
  readonly messageId: string;
  readonly phoneNumberId: string;
  readonly phone?: string | undefined;
  readonly bsuid?: string | undefined;
  readonly recipientKey: string;
  readonly content: OutboundContent;
  readonly sentAt: string;
}

/** A message that this dispatcher must send now, or give back. */
export interface Claim extends Omit<OutboundMessage, 'sentAt'> {
  readonly sequence: number;
  /** This one included. */
  readonly attempts: number;
  readonly triedForMs: number;
}

export interface ClaimOptions {
  readonly limit: number;
  readonly pausedNumbers: readonly string[];
  /** How long an uncertain message holds back the next one to its recipient. */
  readonly uncertainHoldMs: number;
}

/** Messages that were written longer ago are not sent any more: WhatsApp's window of free text is 24 h. */
export const SENDABLE_HOURS = 24;
/** A row is kept so long, so that a message that is asked for again is known. Older requests are not taken at all. */
export const KEPT_DAYS = 7;

const TOO_LATE = { code: 'not-sent-in-time', message: 'The message could not be sent within 24 hours' };

/** The table of outbound messages. Every change of state is one statement, and fenced by the attempt that it belongs to. */
export class OutboxStore {
  constructor(
    private readonly pool: Pool,
    /** Whose claims are ours. */
    private readonly dispatcher: string,
  ) {}

  /** Messages that are there already stay as they are. Answers how many are new. */
  async add(messages: readonly OutboundMessage[]): Promise<number> {
    const column = (of: (message: OutboundMessage) => string | undefined) => messages.map((message) => of(message) ?? null);
    const { rowCount } = await this.pool.query(
      `insert into outbox (conversation_id, message_id, phone_number_id, phone, bsuid, recipient_key, content, sent_at, state, error_code, error_message)
       select conversation_id, message_id, phone_number_id, phone, bsuid, recipient_key, content, sent_at,
              case when late then 'failed' else 'queued' end, case when late then $9 end, case when late then $10 end
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::json[], $8::timestamptz[]) with ordinality
              as given(conversation_id, message_id, phone_number_id, phone, bsuid, recipient_key, content, sent_at, place),
            lateral (select sent_at < now() - make_interval(hours => ${SENDABLE_HOURS}) as late) as age
       where sent_at > now() - make_interval(days => ${KEPT_DAYS})
       order by place
       on conflict (conversation_id, message_id) do nothing`,
      [
        column(({ conversationId }) => conversationId),
        column(({ messageId }) => messageId),
        column(({ phoneNumberId }) => phoneNumberId),
        column(({ phone }) => phone),
        column(({ bsuid }) => bsuid),
        column(({ recipientKey }) => recipientKey),
        column(({ content }) => JSON.stringify(content)),
        column(({ sentAt }) => sentAt),
        TOO_LATE.code,
        TOO_LATE.message,
      ],
    );
    return rowCount ?? 0;
  }

  /** Takes messages that are due, the oldest of each recipient, and none whose predecessor is still open. */
  async claim({ limit, pausedNumbers, uncertainHoldMs }: ClaimOptions): Promise<Claim[]> {
    const { rows } = await this.pool.query<Claim>({
      name: 'outbox-claim',
      text: `update outbox set state = 'sending', attempts = attempts + 1, dispatcher = $1, changed_at = now(),
              first_attempt_at = coalesce(first_attempt_at, now())
       where sequence in (
         select sequence from outbox candidate
         where state = 'queued' and next_attempt_at <= now() and phone_number_id <> all($3)
           and not exists (
             select from outbox earlier
             where earlier.recipient_key = candidate.recipient_key and earlier.sequence < candidate.sequence
               and earlier.state in ('queued', 'sending', 'uncertain')
               and (earlier.state <> 'uncertain' or earlier.changed_at > now() - $4 * interval '1 millisecond'))
         order by sequence limit $2
         for update skip locked)
       returning sequence, conversation_id as "conversationId", message_id as "messageId", phone_number_id as "phoneNumberId",
         phone, bsuid, recipient_key as "recipientKey", content, attempts,
         extract(epoch from now() - first_attempt_at)::float8 * 1000 as "triedForMs"`,
      values: [this.dispatcher, limit, pausedNumbers, uncertainHoldMs],
    });
    return rows;
  }

  /** Does not count as a try, because a limit was reached or the whole channel is blocked: as if not claimed, but not before `waitMs`. */
  async postpone({ sequence, attempts }: Claim, waitMs: number, error?: DeliveryError): Promise<void> {
    await this.pool.query(
      `update outbox set state = 'queued', attempts = attempts - 1, next_attempt_at = now() + $3 * interval '1 millisecond',
         first_attempt_at = case when attempts > 1 then first_attempt_at end, error_code = $4, error_message = $5, changed_at = now()
       where sequence = $1 and attempts = $2 and state = 'sending'`,
      [sequence, attempts, waitMs, error?.code, error?.message],
    );
  }

  async retry({ sequence, attempts }: Claim, waitMs: number, { code, message }: DeliveryError): Promise<void> {
    await this.pool.query(
      `update outbox set state = 'queued', next_attempt_at = now() + $3 * interval '1 millisecond', error_code = $4, error_message = $5, changed_at = now()
       where sequence = $1 and attempts = $2 and state in ('sending', 'uncertain') and wamid is null`,
      [sequence, attempts, waitMs, code, message],
    );
  }

  async accept({ sequence, attempts }: Claim, wamid: string): Promise<void> {
    await this.pool.query({
      name: 'outbox-accept',
      text: `update outbox set state = 'accepted', wamid = $3, error_code = null, error_message = null, changed_at = now(), reported_at = null
       where sequence = $1 and attempts = $2 and state in ('sending', 'uncertain')`,
      values: [sequence, attempts, wamid],
    });
  }

  async fail({ sequence, attempts }: Claim, { code, message }: DeliveryError): Promise<void> {
    await this.pool.query(
      `update outbox set state = 'failed', error_code = $3, error_message = $4, changed_at = now(), reported_at = null
       where sequence = $1 and attempts = $2 and state in ('sending', 'uncertain') and wamid is null`,
      [sequence, attempts, code, message],
    );
  }

  /** Nobody knows; unless a status has told us meanwhile that WhatsApp took it. */
  async doubt({ sequence, attempts }: Claim, error: DeliveryError): Promise<void> {
    await this.pool.query(`${doubting('$3', '$4')} where sequence = $1 and attempts = $2 and state = 'sending'`, [
      sequence,
      attempts,
      error.code,
      error.message,
    ]);
  }

  /** Calls of which nobody will tell any more: our own from before this start. */
  async doubtOwn(): Promise<number> {
    const { rowCount } = await this.pool.query(`${doubting('$2', '$3')} where state = 'sending' and dispatcher = $1`, [this.dispatcher, ...INTERRUPTED]);
    return rowCount ?? 0;
  }

  /** As {@link doubtOwn}, for a dispatcher that never came back. */
  async doubtOlderThan(ageMs: number): Promise<number> {
    const { rowCount } = await this.pool.query(
      `${doubting('$2', '$3')} where state = 'sending' and changed_at < now() - $1 * interval '1 millisecond'`,
      [ageMs, ...INTERRUPTED],
    );
    return rowCount ?? 0;
  }

  /** Statuses that carried our reference: WhatsApp has these messages. */
  async settle(known: readonly { conversationId: string; messageId: string; wamid: string }[]): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'outbox-settle',
      text: `update outbox set wamid = known.wamid, changed_at = case when state = 'sending' then changed_at else now() end,
         state = case when state = 'sending' then state else 'accepted' end, error_code = null, error_message = null, reported_at = null
       from unnest($1::text[], $2::text[], $3::text[]) as known(conversation_id, message_id, wamid)
       where outbox.conversation_id = known.conversation_id and outbox.message_id = known.message_id
         and outbox.wamid is null and outbox.attempts > 0 and outbox.state in ('queued', 'sending', 'uncertain')`,
      values: [known.map((one) => one.conversationId), known.map((one) => one.messageId), known.map((one) => one.wamid)],
    });
    return rowCount ?? 0;
  }

  /** Messages that waited until it was too late, e.g. for a valid token, have failed. */
  async expire(): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update outbox set state = 'failed', error_code = coalesce(error_code, $1), error_message = coalesce(error_message, $2), changed_at = now(), reported_at = null
       where state = 'queued' and sent_at < now() - make_interval(hours => ${SENDABLE_HOURS})`,
      [TOO_LATE.code, TOO_LATE.message],
    );
    return rowCount ?? 0;
  }

  /** Removes what is settled, reported and too old to be asked for again; `limit` at most. */
  async prune(limit: number): Promise<number> {
    const { rowCount } = await this.pool.query(
      `delete from outbox where sequence in (
         select sequence from outbox
         where sent_at < now() - make_interval(days => ${KEPT_DAYS + 1}) and state not in ('queued', 'sending') and reported_at is not null
         limit $1)`,
      [limit],
    );
    return rowCount ?? 0;
  }
}

const INTERRUPTED = ['delivery-uncertain', 'The service was interrupted while it sent this message'] as const;

const doubting = (code: string, message: string) =>
  `update outbox set state = case when wamid is null then 'uncertain' else 'accepted' end,
     error_code = case when wamid is null then ${code} end, error_message = case when wamid is null then ${message} end,
     changed_at = now(), reported_at = null`;
