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
    extract(epoch from c.first_response_at - c.started_at)::float8 as "firstResponseSeconds"
  from reporting.conversations c
  left join lateral (
    select array_agg(agent_id order by accepted_at, leg_id) as agents,
      array_agg(reason_id order by accepted_at, leg_id) filter (where reason_id is not null) as reasons,
      (array_agg(reason_id order by wrapped_up_at desc, leg_id) filter (where reason_id is not null))[1] as reason_id,
      (array_agg(automatic order by wrapped_up_at desc, leg_id) filter (where reason_id is not null))[1] as automatic,
      case when bool_and(wrapped_up_at is not null) then sum(handle_seconds) end as handle_seconds
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
    round(avg(wrap_up_seconds)::numeric, 3)::float8 as "averageWrapUpSeconds"
  from (select wrapped_up_at as at, * from reporting.legs where reason_id is not null) applied
  where ${WITHIN} and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
  group by $byInterval reason_id
  order by $byInterval count desc, reason_id
  ${PAGE}`;

/** With an agent, of the conversations those that the agent was in, of the offers those made to the agent. */
export const QUEUES = `
  select $interval(at) queue_id as "queueId", max(queue_name) as "queueName",
    count(*) filter (where what = 'received')::int as received, count(*) filter (where what = 'answered')::int as answered,
    count(*) filter (where what = 'abandoned')::int as abandoned,
    count(*) filter (where what = 'abandoned' and is_within)::int as "abandonedWithinServiceLevel",
    count(*) filter (where what = 'offered')::int as offers, count(*) filter (where what = 'missed')::int as "offersMissed",
    round(avg(wait_seconds)::numeric, 3)::float8 as "averageSpeedOfAnswerSeconds",
    round((100.0 * count(*) filter (where what = 'answered' and is_within)
      / nullif(count(*) filter (where what = 'answered' or (what = 'abandoned' and not is_within)), 0))::numeric, 1)::float8 as "serviceLevelPercent",
    count(*) filter (where what = 'rejected')::int as "offersRejected", count(*) filter (where what = 'handled')::int as handled,
    round(avg(handle_seconds)::numeric, 3)::float8 as "averageHandleSeconds",
    round(avg(response_seconds)::numeric, 3)::float8 as "averageFirstResponseSeconds"
  from (
    select started_at as at, first_queue_id as queue_id, first_queue_name as queue_name, 'received' as what,
      null::boolean as is_within, null::float8 as wait_seconds, null::float8 as handle_seconds, null::float8 as response_seconds,
      conversation_id, null as asked from reporting.conversations
    union all
    select first_accepted_at, first_queue_id, first_queue_name, 'answered', within_service_level, wait_seconds, null, null, conversation_id, null
    from reporting.conversations where answered
    union all
    select ended_at, first_queue_id, first_queue_name, 'abandoned', abandoned_within_service_level, null, null, null, conversation_id, null
    from reporting.conversations where abandoned
    union all
    select first_response_at, first_queue_id, first_queue_name, 'responded', null, null, null,
      extract(epoch from first_response_at - started_at)::float8, conversation_id, null
    from reporting.conversations where first_response_at is not null
    union all
    select offered_at, queue_id, null, 'offered', null, null, null, null, conversation_id, agent_id from reporting.offers
    union all
    select closed_at, queue_id, null, outcome, null, null, null, null, conversation_id, agent_id
    from reporting.offers where outcome in ('missed', 'rejected')
    union all
    select wrapped_up_at, queue_id, null, 'handled', null, null, handle_seconds, null, conversation_id, agent_id
    from reporting.legs where wrapped_up_at is not null
  ) happened
  where queue_id is not null and ${WITHIN} and ($3::text is null or queue_id = $3)
    and ($4::text is null or asked = $4 or (asked is null
      and exists (select from reporting.legs l where l.conversation_id = happened.conversation_id and l.agent_id = $4)))
  group by $byInterval queue_id
  order by $byInterval queue_id
  ${PAGE}`;

/** What an agent's state was belongs to no queue: with a queue there is nothing of it. */
export const AGENTS = `
  select $interval(at) agent_id as "agentId", max(agent_name) as "agentName",
    count(*) filter (where what = 'offered')::int as offers, count(*) filter (where what = 'accepted')::int as accepted,
    count(*) filter (where what = 'missed')::int as missed, count(*) filter (where what = 'rejected')::int as rejected,
    count(*) filter (where what = 'handled')::int as handled,
    round(avg(handle_seconds)::numeric, 3)::float8 as "averageHandleSeconds",
    round(avg(wrap_up_seconds)::numeric, 3)::float8 as "averageWrapUpSeconds",
    count(*) filter (where what = 'accepted' and kind = 'transfer')::int as "transfersIn",
    count(*) filter (where what = 'accepted' and kind = 'conference')::int as conferences,
    round(sum(state_seconds) filter (where kind = 'available'))::int as "availableSeconds",
    round(sum(state_seconds) filter (where kind = 'idle'))::int as "idleSeconds",
    round(sum(state_seconds) filter (where kind = 'rona'))::int as "ronaSeconds"
  from (
    select offered_at as at, agent_id, null as agent_name, queue_id, 'offered' as what,
      null::float8 as handle_seconds, null::float8 as wrap_up_seconds, null as kind, null::float8 as state_seconds from reporting.offers
    union all
    select closed_at, agent_id, null, queue_id, outcome, null, null, null, null from reporting.offers where outcome in ('missed', 'rejected')
    union all
    select accepted_at, agent_id, agent_name, queue_id, 'accepted', null, null, kind, null from reporting.legs
    union all
    select wrapped_up_at, agent_id, agent_name, queue_id, 'handled', handle_seconds, wrap_up_seconds, kind, null
    from reporting.legs where wrapped_up_at is not null
    union all
    select piece.begins, agent_id, null, null, 'state', null, null, state, extract(epoch from piece.ends - piece.begins)::float8
    from (
      select agent_id, state, greatest(started_at, $1) as begins, least(coalesce(ended_at, now()), $2) as ends
      from reporting.agent_states where state <> 'offline' and $3::text is null
    ) spell cross join lateral $pieces piece
    where piece.begins < piece.ends
  ) happened
  where ${WITHIN} and ($3::text is null or queue_id = $3) and ($4::text is null or agent_id = $4)
  group by $byInterval agent_id
  order by $byInterval agent_id
  ${PAGE}`;
