import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import { readCursor, type ReportQuery, writeCursor } from './report-query';

export type ReportRow = Readonly<Record<string, unknown>>;
export interface Report {
  readonly items: readonly ReportRow[];
  readonly before?: string;
}

const REPORT_TIMEOUT_MS = 10_000;

/** Every number of a report comes from the views of the schema `reporting`, which analysts read too. */
@Injectable()
export class Reports {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** One row a conversation, the newest first; anchored at its start. */
  async conversations({ from, to, queue, agent, limit, before }: ReportQuery): Promise<Report> {
    const [startedAt, conversationId] = before === undefined ? [null, null] : readCursor(before);
    const rows = await this.ask(CONVERSATIONS, [from ?? null, to ?? null, queue ?? null, agent ?? null, startedAt, conversationId, limit + 1]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      ...(rows.length > limit && last && { before: writeCursor(String(last['startedAt']), String(last['conversationId'])) }),
    };
  }

  /** One row a reason (and interval); anchored at the moment it was applied. */
  async wrapUpReasons(query: ReportQuery): Promise<Report> {
    return { items: await this.ask(withInterval(WRAP_UP_REASONS, query), bounds(query)) };
  }

  /** One row a queue (and interval); anchored at the conversation's start. */
  async queues(query: ReportQuery): Promise<Report> {
    return { items: await this.ask(withInterval(QUEUES, query), bounds(query)) };
  }

  /** One row an agent (and interval); offers anchored at the offer, legs at the acceptance. */
  async agents(query: ReportQuery): Promise<Report> {
    return { items: await this.ask(withInterval(AGENTS, query), bounds(query)) };
  }

  private async ask(sql: string, values: readonly unknown[]): Promise<readonly ReportRow[]> {
    const { rows } = await this.pool.query<ReportRow>({ text: sql, values: [...values], query_timeout: REPORT_TIMEOUT_MS } as { text: string; values: unknown[] });
    return rows.map(withIsoTimes);
  }
}

const withIsoTimes = (row: ReportRow): ReportRow =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, value instanceof Date ? value.toISOString() : value]])),
  );

const bounds = ({ from, to, queue, agent, limit }: ReportQuery) => [from ?? null, to ?? null, queue ?? null, agent ?? null, limit];

/** `$interval(column)` becomes the start of the interval that the column falls into, or nothing. */
const withInterval = (sql: string, { interval }: ReportQuery): string =>
  sql
    .replace(/\$interval\((.+?)\) as "intervalStart",/g, (_, column: string) => (interval ? `date_trunc('${interval}', ${column}, 'UTC') as "intervalStart",` : ''))
    .replaceAll('$byInterval', interval ? '"intervalStart",' : '');

const CONVERSATIONS = `
  select c.conversation_id as "conversationId", c.thread_id as "threadId", c.started_at as "startedAt", c.customer_name as "customerName",
    c.customer_phone as "customerPhone", c.source_number as "sourceNumber", c.queue_id as "queueId", c.queue_name as "queueName",
    l.agents as "agents", l.reasons as "wrapUpReasons", l.reason_id as "wrapUpReason", l.automatic as "wrapUpAutomatic",
    c.first_accepted_at as "acceptedAt", c.first_response_at as "firstResponseAt", c.ended_at as "endedAt", c.closed_at as "closedAt",
    c.ended_by as "endedBy", c.end_reason as "endReason", c.wait_seconds as "waitSeconds", c.talk_seconds as "talkSeconds",
    l.handle_seconds as "handleSeconds", c.answered, c.abandoned, c.within_service_level as "withinServiceLevel", c.offers,
    c.offers_missed as "offersMissed", c.transfers, c.conferences, c.messages_in as "messagesIn", c.messages_out as "messagesOut"
  from reporting.conversations c
  left join lateral (
    select array_agg(agent_id order by accepted_at) as agents, array_agg(reason_id order by accepted_at) filter (where reason_id is not null) as reasons,
      (array_agg(reason_id order by wrapped_up_at desc) filter (where reason_id is not null))[1] as reason_id,
      (array_agg(automatic order by wrapped_up_at desc) filter (where reason_id is not null))[1] as automatic,
      sum(handle_seconds) as handle_seconds
    from reporting.legs where legs.conversation_id = c.conversation_id
  ) l on true
  where ($1::timestamptz is null or c.started_at >= $1) and ($2::timestamptz is null or c.started_at < $2)
    and ($3::text is null or c.queue_id = $3) and ($4::text is null or $4 = any (l.agents))
    and ($5::timestamptz is null or (c.started_at, c.conversation_id) < ($5, $6::text))
  order by c.started_at desc, c.conversation_id desc
  limit $7`;

const WRAP_UP_REASONS = `
  select $interval(wrapped_up_at) as "intervalStart", reason_id as "reasonId", count(*)::int as count,
    count(*) filter (where automatic)::int as automatic, count(*) filter (where not automatic)::int as manual,
    round(avg(wrap_up_seconds)::numeric, 3)::float8 as "averageWrapUpSeconds"
  from reporting.legs
  where reason_id is not null
    and ($1::timestamptz is null or wrapped_up_at >= $1) and ($2::timestamptz is null or wrapped_up_at < $2)
    and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
  group by $byInterval reason_id
  order by $byInterval count desc, reason_id
  limit $5`;

const QUEUES = `
  select $interval(started_at) as "intervalStart", queue_id as "queueId", max(queue_name) as "queueName", count(*)::int as received,
    count(*) filter (where answered)::int as answered, count(*) filter (where abandoned)::int as abandoned,
    sum(offers)::int as offers, sum(offers_missed)::int as "offersMissed",
    round(avg(wait_seconds)::numeric, 3)::float8 as "averageSpeedOfAnswerSeconds",
    round((100.0 * count(*) filter (where within_service_level)
      / nullif(count(*) filter (where answered or abandoned), 0))::numeric, 1)::float8 as "serviceLevelPercent"
  from reporting.conversations
  where queue_id is not null
    and ($1::timestamptz is null or started_at >= $1) and ($2::timestamptz is null or started_at < $2)
    and ($3::text is null or queue_id = $3)
    and ($4::text is null or exists (select from reporting.legs l where l.conversation_id = conversations.conversation_id and l.agent_id = $4))
  group by $byInterval queue_id
  order by $byInterval queue_id
  limit $5`;

const AGENTS = `
  with asked as (
    select $interval(offered_at) as "intervalStart", agent_id, count(*)::int as offers,
      count(*) filter (where outcome = 'missed')::int as missed, count(*) filter (where outcome = 'rejected')::int as rejected
    from reporting.offers
    where ($1::timestamptz is null or offered_at >= $1) and ($2::timestamptz is null or offered_at < $2)
      and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
    group by $byInterval agent_id
  ), handled as (
    select $interval(accepted_at) as "intervalStart", agent_id, max(agent_name) as agent_name, count(*)::int as accepted,
      count(*) filter (where wrapped_up_at is not null)::int as handled,
      round(avg(handle_seconds) filter (where wrapped_up_at is not null)::numeric, 3)::float8 as average_handle_seconds,
      round(avg(wrap_up_seconds)::numeric, 3)::float8 as average_wrap_up_seconds
    from reporting.legs
    where ($1::timestamptz is null or accepted_at >= $1) and ($2::timestamptz is null or accepted_at < $2)
      and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
    group by $byInterval agent_id
  )
  select $byInterval agent_id as "agentId", agent_name as "agentName", coalesce(offers, 0) as offers, coalesce(accepted, 0) as accepted,
    coalesce(missed, 0) as missed, coalesce(rejected, 0) as rejected, coalesce(handled, 0) as handled,
    average_handle_seconds as "averageHandleSeconds", average_wrap_up_seconds as "averageWrapUpSeconds"
  from asked full join handled using ($byInterval agent_id)
  order by $byInterval agent_id
  limit $5`;
