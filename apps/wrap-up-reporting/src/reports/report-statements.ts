import { REPORT_COLUMNS } from './report-columns';

/**
 * The reports' SQL over the views of the schema `reporting`. `$interval(column)` stands for the start of the interval that a row falls
 * into, `$byInterval` for that column where rows are grouped or ordered, `$pieces` for the part of each interval that a spell fills;
 * `forInterval` fills them in. Interval and time zone stand in the text, so they are checked before: see `ReportQuery`.
 */
export const forInterval = (sql: string, interval: string | undefined, timeZone: string): string =>
  sql
    .replace(/\$interval\((\w+)\)/g, (_, column: string) => (interval ? `date_trunc('${interval}', ${column}, '${timeZone}') as "intervalStart",` : ''))
    .replaceAll('$byInterval', interval ? '"intervalStart",' : '')
    .replaceAll('$pieces', pieces(interval, timeZone));

/** A spell within the bounds, cut where an interval begins. Days, weeks and months are not all equally long, so theirs are counted locally. */
function pieces(interval: string | undefined, timeZone: string): string {
  if (!interval) return '(select begins, ends)';
  if (interval === 'hour')
    return `(select greatest(begins, g) as begins, least(ends, g + interval '1 hour') as ends
      from generate_series(date_trunc('hour', begins, '${timeZone}'), ends, interval '1 hour') g)`;
  return `(select greatest(begins, g at time zone '${timeZone}') as begins, least(ends, (g + interval '1 ${interval}') at time zone '${timeZone}') as ends
    from generate_series(date_trunc('${interval}', begins at time zone '${timeZone}'), ends at time zone '${timeZone}', interval '1 ${interval}') g)`;
}

/** The mean of what was measured, to the millisecond, of the rows that are `what`. */
const mean = (what: string) => `round((avg(seconds) filter (where what = '${what}'))::numeric, 3)::float8`;
const count = (what: string) => `count(*) filter (where what = '${what}')::int`;
const REPLY = `round((sum(seconds) filter (where what = 'replied') / nullif(sum(replies) filter (where what = 'replied'), 0))::numeric, 3)::float8`;
const CONFERENCE_SECONDS = `round((sum(seconds) filter (where what = 'conferred'))::numeric, 3)::float8`;
const DECLINED = `count(*) filter (where what in ('missed', 'rejected') and kind = 'conference')::int`;

/** What a leg that is handled gives to be measured; the rest of its columns come beside it. */
const MEASURED = `lateral (values ('handled', handle_seconds, null::int), ('wrapped up', wrap_up_seconds, null), ('replied', reply_seconds, replies)) as measured (what, seconds, replies)`;

/** How long the ranges of a multirange are together; null of none. */
const lengthOf = (ranges: string) => `(select sum(extract(epoch from upper(r) - lower(r)))::float8 from unnest(${ranges}) r)`;

/** Both bounds and the page; what every statement of counted rows takes. */
const WITHIN = '($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)';
const PAGE = 'limit $5 offset $6';

export const CONVERSATIONS = `
  select $interval(started_at) c.conversation_id as "conversationId", c.thread_id as "threadId", c.started_at as "startedAt",
    c.customer_name as "customerName", c.customer_phone as "customerPhone", c.source_number as "sourceNumber",
    c.queue_id as "queueId", c.queue_name as "queueName", c.first_queue_id as "firstQueueId", c.first_queue_name as "firstQueueName",
    l.agents as "agents", l.reasons as "wrapUpReasons", l.reason_id as "wrapUpReason", l.automatic as "wrapUpAutomatic",
    c.first_accepted_at as "acceptedAt", c.first_response_at as "firstResponseAt", c.ended_at as "endedAt", c.closed_at as "closedAt",
    c.ended_by as "endedBy", c.end_reason as "endReason", c.last_status as "lastStatus", c.wait_seconds as "waitSeconds",
    c.talk_seconds as "talkSeconds", l.handle_seconds as "handleSeconds", c.answered, c.abandoned,
    c.abandoned_within_service_level as "abandonedWithinServiceLevel", c.within_service_level as "withinServiceLevel", c.offers,
    c.offers_missed as "offersMissed", c.transfers, c.transfers_dropped as "transfersDropped", c.conferences,
    c.messages_in as "messagesIn", c.messages_out as "messagesOut",
    extract(epoch from c.first_response_at - c.started_at)::float8 as "firstResponseSeconds",
    l.replies, round((l.reply_seconds / nullif(l.replies, 0))::numeric, 3)::float8 as "averageReplySeconds",
    l.wrap_up_seconds as "wrapUpSeconds", l.conference_seconds as "conferenceSeconds"
  from reporting.conversations c
  left join lateral (
    select array_agg(agent_id order by accepted_at, leg_id) as agents,
      array_agg(reason_id order by accepted_at, leg_id) filter (where reason_id is not null) as reasons,
      (array_agg(reason_id order by wrapped_up_at desc, leg_id) filter (where reason_id is not null))[1] as reason_id,
      (array_agg(automatic order by wrapped_up_at desc, leg_id) filter (where reason_id is not null))[1] as automatic,
      case when bool_and(wrapped_up_at is not null) then sum(handle_seconds) end as handle_seconds,
      case when bool_and(wrapped_up_at is not null) then sum(wrap_up_seconds) end as wrap_up_seconds,
      sum(conference_seconds) as conference_seconds,
      sum(replies)::int as replies, sum(reply_seconds) as reply_seconds
    from reporting.legs where legs.conversation_id = c.conversation_id
  ) l on true
  where ($1::timestamptz is null or c.started_at >= $1) and ($2::timestamptz is null or c.started_at < $2)
    and ($3::text is null or $3 in (c.queue_id, c.first_queue_id)) and ($4::text is null or $4 = any (l.agents))
    and ($6::timestamptz is null or (c.started_at, c.conversation_id) < ($6, $7::text))
  order by c.started_at desc, c.conversation_id desc
  limit $5`;

export const WRAP_UP_REASONS = `
  select $interval(at) reason_id as "reasonId", count(*)::int as count,
    count(*) filter (where automatic)::int as automatic, count(*) filter (where not automatic)::int as manual,
    round(avg(wrap_up_seconds)::numeric, 3)::float8 as "averageWrapUpSeconds",
    count(*) filter (where extensions > 0)::int as extended,
    round((avg(wrap_up_seconds) filter (where not automatic))::numeric, 3)::float8 as "averageManualWrapUpSeconds",
    round((avg(wrap_up_seconds) filter (where automatic))::numeric, 3)::float8 as "averageAutomaticWrapUpSeconds",
    round((avg(wrap_up_seconds) filter (where extensions > 0))::numeric, 3)::float8 as "averageExtendedWrapUpSeconds"
  from (select wrapped_up_at as at, * from reporting.legs where reason_id is not null) applied
  where ${WITHIN} and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
  group by $byInterval reason_id
  order by $byInterval count desc, reason_id
  ${PAGE}`;

/** With an agent, of the conversations those that the agent was in, of the offers those made to the agent. */
export const QUEUES = `
  select $interval(at) queue_id as "queueId", max(queue_name) as "queueName",
    ${count('received')} as received, ${count('answered')} as answered, ${count('abandoned')} as abandoned,
    count(*) filter (where what = 'abandoned' and is_within)::int as "abandonedWithinServiceLevel",
    ${count('offered')} as offers, ${count('missed')} as "offersMissed",
    ${mean('answered')} as "averageSpeedOfAnswerSeconds",
    round((100.0 * count(*) filter (where what = 'answered' and is_within)
      / nullif(count(*) filter (where what = 'answered' or (what = 'abandoned' and not is_within)), 0))::numeric, 1)::float8 as "serviceLevelPercent",
    ${count('rejected')} as "offersRejected", ${count('handled')} as handled,
    ${mean('handled')} as "averageHandleSeconds", ${mean('responded')} as "averageFirstResponseSeconds",
    ${REPLY} as "averageReplySeconds", ${mean('wrapped up')} as "averageWrapUpSeconds",
    count(*) filter (where what = 'accepted' and kind = 'transfer')::int as "transfersIn",
    ${count('transfer requested')} as "transfersOut", ${count('transfer dropped')} as "transfersDropped",
    count(*) filter (where what = 'accepted' and kind = 'conference')::int as conferences,
    ${CONFERENCE_SECONDS} as "conferenceSeconds", ${DECLINED} as "conferencesDeclined"
  from (
    select started_at as at, first_queue_id as queue_id, first_queue_name as queue_name, 'received' as what, null as kind,
      null::boolean as is_within, null::float8 as seconds, null::int as replies, conversation_id, null as asked from reporting.conversations
    union all
    select first_accepted_at, first_queue_id, first_queue_name, 'answered', null, within_service_level, wait_seconds, null, conversation_id, null
    from reporting.conversations where answered
    union all
    select ended_at, first_queue_id, first_queue_name, 'abandoned', null, abandoned_within_service_level, null, null, conversation_id, null
    from reporting.conversations where abandoned
    union all
    select first_response_at, first_queue_id, first_queue_name, 'responded', null, null,
      extract(epoch from first_response_at - started_at)::float8, null, conversation_id, null
    from reporting.conversations where first_response_at is not null
    union all
    select offered_at, queue_id, null, 'offered', kind, null, null, null, conversation_id, agent_id from reporting.offers
    union all
    select closed_at, queue_id, null, outcome, kind, null, null, null, conversation_id, agent_id
    from reporting.offers where outcome in ('missed', 'rejected')
    union all
    select accepted_at, queue_id, null, 'accepted', kind, null, null, null, conversation_id, agent_id from reporting.legs
    union all
    select wrapped_up_at, queue_id, null, measured.what, kind, null, measured.seconds, measured.replies, conversation_id, agent_id
    from reporting.legs cross join ${MEASURED} where wrapped_up_at is not null
    union all
    select coalesce(became_owner_at, left_at), queue_id, null, 'conferred', kind, null, conference_seconds, null, conversation_id, agent_id
    from reporting.legs where kind = 'conference' and coalesce(became_owner_at, left_at) is not null
    union all
    select requested_at, from_queue_id, null, 'transfer requested', null, null, null, null, conversation_id, requested_by from reporting.transfers
    union all
    select closed_at, from_queue_id, null, 'transfer dropped', null, null, null, null, conversation_id, requested_by
    from reporting.transfers where outcome = 'dropped'
  ) happened
  where queue_id is not null and ${WITHIN} and ($3::text is null or queue_id = $3)
    and ($4::text is null or asked = $4 or (asked is null
      and exists (select from reporting.legs l where l.conversation_id = happened.conversation_id and l.agent_id = $4)))
  group by $byInterval queue_id
  order by $byInterval queue_id
  ${PAGE}`;

const COUNTED_OF_AGENTS = REPORT_COLUMNS.agents.filter((name) => !['averageConcurrency', 'workingSeconds', 'occupancyPercent'].includes(name));

/**
 * What an agent's state was, and what they were at work on, belongs to no queue: with a queue there is nothing of it. Concurrency is
 * how many conversations they had at once, of the time in which they had any; occupancy is the part of the time in which they were
 * available or at work, that they were at work: in a conversation or its wrap-up.
 */
export const AGENTS = `
  select $byInterval ${COUNTED_OF_AGENTS.map((name) => `"${name}"`).join(', ')},
    round((active_seconds / nullif(${lengthOf('active')}, 0))::numeric, 2)::float8 as "averageConcurrency",
    round(${lengthOf('working')})::int as "workingSeconds",
    round((100 * coalesce(${lengthOf('working')}, 0) / nullif(${lengthOf(`coalesce(working, '{}') + coalesce(waiting, '{}')`)}, 0))::numeric, 1)::float8 as "occupancyPercent"
  from (
    select $interval(at) agent_id as "agentId", max(agent_name) as "agentName",
      ${count('offered')} as offers, ${count('accepted')} as accepted, ${count('missed')} as missed, ${count('rejected')} as rejected,
      ${count('handled')} as handled, ${mean('handled')} as "averageHandleSeconds", ${mean('wrapped up')} as "averageWrapUpSeconds",
      count(*) filter (where what = 'accepted' and kind = 'transfer')::int as "transfersIn",
      count(*) filter (where what = 'accepted' and kind = 'conference')::int as conferences,
      round(sum(seconds) filter (where what = 'state' and kind = 'available'))::int as "availableSeconds",
      round(sum(seconds) filter (where what = 'state' and kind = 'idle'))::int as "idleSeconds",
      round(sum(seconds) filter (where what = 'state' and kind = 'rona'))::int as "ronaSeconds",
      ${REPLY} as "averageReplySeconds", ${count('automatic')} as "wrapUpsAutomatic", ${count('extended')} as "wrapUpsExtended",
      ${count('transfer requested')} as "transfersOut", ${count('transfer dropped')} as "transfersDropped",
      ${CONFERENCE_SECONDS} as "conferenceSeconds", ${DECLINED} as "conferencesDeclined",
      sum(seconds) filter (where what = 'active') as active_seconds,
      range_agg(tstzrange(at, ends)) filter (where what = 'active') as active,
      range_agg(tstzrange(at, ends)) filter (where what = 'working') as working,
      range_agg(tstzrange(at, ends)) filter (where what = 'state' and kind = 'available') as waiting
    from (
      select offered_at as at, null::timestamptz as ends, agent_id, null as agent_name, queue_id, 'offered' as what, kind,
        null::float8 as seconds, null::int as replies from reporting.offers
      union all
      select closed_at, null, agent_id, null, queue_id, outcome, kind, null, null from reporting.offers where outcome in ('missed', 'rejected')
      union all
      select accepted_at, null, agent_id, agent_name, queue_id, 'accepted', kind, null, null from reporting.legs
      union all
      select wrapped_up_at, null, agent_id, agent_name, queue_id, measured.what, kind, measured.seconds, measured.replies
      from reporting.legs cross join ${MEASURED} where wrapped_up_at is not null
      union all
      select wrapped_up_at, null, agent_id, agent_name, queue_id, of_it.what, kind, null, null
      from reporting.legs cross join lateral (values ('automatic', automatic), ('extended', extensions > 0)) as of_it (what, is_so)
      where wrapped_up_at is not null and of_it.is_so
      union all
      select coalesce(became_owner_at, left_at), null, agent_id, agent_name, queue_id, 'conferred', kind, conference_seconds, null
      from reporting.legs where kind = 'conference' and coalesce(became_owner_at, left_at) is not null
      union all
      select requested_at, null, requested_by, null, from_queue_id, 'transfer requested', null, null, null from reporting.transfers
      union all
      select closed_at, null, requested_by, null, from_queue_id, 'transfer dropped', null, null, null from reporting.transfers where outcome = 'dropped'
      union all
      select piece.begins, piece.ends, agent_id, null, null, what, kind, extract(epoch from piece.ends - piece.begins)::float8, null
      from (
        select agent_id, 'state' as what, state as kind, greatest(started_at, $1) as begins, least(coalesce(ended_at, now()), $2) as ends
        from reporting.agent_states where state <> 'offline' and $3::text is null
          and ($1::timestamptz is null or ended_at > $1 or ended_at is null) and ($2::timestamptz is null or started_at < $2)
        union all
        select agent_id, doing.what, null, greatest(accepted_at, $1), least(coalesce(doing.ended_at, now()), $2)
        from reporting.legs cross join lateral (values ('active', left_at), ('working', wrapped_up_at)) as doing (what, ended_at)
        where $3::text is null and ($1::timestamptz is null or wrapped_up_at > $1 or wrapped_up_at is null) and ($2::timestamptz is null or accepted_at < $2)
      ) spell cross join lateral $pieces piece
      where piece.begins < piece.ends
    ) happened
    where ${WITHIN} and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
    group by $byInterval agent_id
    order by $byInterval agent_id
    ${PAGE}
  ) counted
  order by $byInterval "agentId"`;
