import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A conversation keeps the queue of its first wait, and the views say what a service level counts. */
export class FirstQueue1795100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(CONVERSATIONS);
    await runner.query(LEGS_AND_SPELLS);
    await runner.query(ROLE);
  }

  async down(): Promise<void> {
    throw new Error('what analysts may rely on is not taken back');
  }
}

/**
 * The first offer tells the queue of the first wait; who was never offered was never transferred. What dropped transfers and last
 * statuses there were before is not known any more. A sign-in was a spell without duration beside that of the state it brought.
 */
const COLUMNS = `
  alter table conversation_fact
    add first_queue_id text,
    add first_queue_name text,
    add last_status text,
    add transfers_dropped int not null default 0;
  update conversation_fact c set first_queue_id = coalesce(
    (select o.queue_id from offer_fact o where o.conversation_id = c.conversation_id and o.kind = 'queue' order by o.offered_at limit 1),
    c.queue_id);
  update conversation_fact c set first_queue_name = case when c.first_queue_id = c.queue_id then c.queue_name
    else coalesce((select o.queue_name from conversation_fact o where o.queue_id = c.first_queue_id limit 1), c.first_queue_id) end;
  delete from agent_state_fact where ended_at = started_at;
`;

const CONVERSATIONS = `
  create or replace view reporting.conversations as
  select conversation_id, thread_id, episode, source_number, customer_name, customer_phone, queue_id, queue_name,
         started_at, first_queued_at, first_accepted_at, first_response_at, ended_at, closed_at, ended_by, end_reason,
         extract(epoch from first_accepted_at - first_queued_at)::float8 as wait_seconds,
         extract(epoch from ended_at - first_accepted_at)::float8 as talk_seconds,
         first_accepted_at is not null as answered,
         ended_at is not null and first_accepted_at is null as abandoned,
         case when first_accepted_at is not null
              then first_accepted_at - first_queued_at <= make_interval(secs => service_level_seconds) end as within_service_level,
         offers, offers_missed, transfers, conferences, messages_in, messages_out,
         first_queue_id, first_queue_name, service_level_seconds,
         ended_at is not null and first_accepted_at is null
           and ended_at - first_queued_at <= make_interval(secs => service_level_seconds) is true as abandoned_within_service_level,
         last_status, transfers_dropped
  from conversation_fact;
  comment on column reporting.conversations.queue_id is 'The queue it waits or waited in last; a request for a colleague in a conference does not move it.';
  comment on column reporting.conversations.first_queue_id is 'The queue of the first wait: speed of answer, service level and abandonment are its own.';
  comment on column reporting.conversations.service_level_seconds is 'The service level of the first queue, as configured at the first wait.';
  comment on column reporting.conversations.wait_seconds is 'Speed of answer: first acceptance minus first wait; null until accepted. Belongs to first_accepted_at and first_queue_id.';
  comment on column reporting.conversations.abandoned is 'Ended before anyone accepted. Belongs to ended_at and first_queue_id.';
  comment on column reporting.conversations.abandoned_within_service_level is 'Abandoned so early that it does not count against the service level.';
  comment on column reporting.conversations.last_status is 'Where it was when it ended: queued, offered, active, conference-requested or conference.';
`;

const LEGS_AND_SPELLS = `
  create or replace view reporting.legs as
  select leg_id, conversation_id, agent_id, agent_name, queue_id, kind, accepted_at, left_at, wrapped_up_at, reason_id, automatic,
         waited_ms / 1000.0 as wait_seconds,
         extract(epoch from left_at - accepted_at)::float8 as active_seconds,
         extract(epoch from wrapped_up_at - left_at)::float8 as wrap_up_seconds,
         extract(epoch from wrapped_up_at - accepted_at)::float8 as handle_seconds
  from leg_fact;
  comment on column reporting.legs.kind is 'How the agent came in: queue, transfer or conference.';
  comment on column reporting.legs.wait_seconds is 'From the customer''s first arrival in a queue to this acceptance; for transfers and conferences it spans what went before.';
  comment on column reporting.legs.wrap_up_seconds is 'From the start of the wrap-up to its reason; null until then.';
  comment on column reporting.legs.handle_seconds is 'Active time and wrap-up time; null until the leg is wrapped up.';
  comment on column reporting.agent_states.seconds is 'Null for the present spell.';
`;

/**
 * Roles belong to the whole server: another database may be creating this one at the same moment, and that is as good. Where we may not
 * create roles, whoever runs the server grants select on the schema reporting.
 */
const ROLE = `
  do $$
  begin
    begin
      if not exists (select from pg_roles where rolname = 'parley_analyst') then
        create role parley_analyst nologin;
      end if;
    exception
      when duplicate_object or unique_violation then null;
    end;
    grant usage on schema reporting to parley_analyst;
    grant select on all tables in schema reporting to parley_analyst;
    alter default privileges in schema reporting grant select on tables to parley_analyst;
  exception
    when insufficient_privilege or undefined_object then
      raise notice 'the role parley_analyst was not created here: %', sqlerrm;
  end $$;
`;
