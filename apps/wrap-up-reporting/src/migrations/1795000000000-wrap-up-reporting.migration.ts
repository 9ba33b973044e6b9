import { CHECKPOINT_TABLE } from '@parley/read-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The projections, and over them the views that analysts may rely on, with a role that may read these and nothing else. */
export class WrapUpReporting1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHECKPOINT_TABLE);
    await runner.query(TABLES);
    await runner.query(VIEWS);
    await runner.query(ROLE);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not taken back: drop the schemas instead');
  }
}

const TABLES = `
  create table conversation_fact (
    conversation_id text primary key,
    thread_id text not null,
    episode int not null,
    source_number text not null,
    customer_name text not null,
    customer_phone text not null,
    queue_id text,
    queue_name text,
    service_level_seconds int,
    started_at timestamptz not null,
    first_queued_at timestamptz,
    first_accepted_at timestamptz,
    first_response_at timestamptz,
    ended_at timestamptz,
    closed_at timestamptz,
    ended_by text,
    end_reason text,
    offers int not null,
    offers_missed int not null,
    transfers int not null,
    conferences int not null,
    messages_in int not null,
    messages_out int not null,
    revision int not null
  );
  create index conversation_fact_started on conversation_fact (started_at desc, conversation_id desc);

  create table leg_fact (
    leg_id text primary key,
    conversation_id text not null,
    agent_id text not null,
    agent_name text not null,
    queue_id text not null,
    kind text not null,
    accepted_at timestamptz not null,
    waited_ms bigint not null,
    left_at timestamptz,
    reason_id text,
    automatic boolean,
    wrapped_up_at timestamptz
  );
  create index leg_fact_conversation on leg_fact (conversation_id);
  create index leg_fact_wrapped_up on leg_fact (wrapped_up_at);
  create index leg_fact_accepted on leg_fact (accepted_at);

  create table offer_fact (
    offer_id text primary key,
    conversation_id text not null,
    kind text not null,
    agent_id text not null,
    queue_id text not null,
    offered_at timestamptz not null,
    outcome text not null,
    closed_at timestamptz
  );
  create index offer_fact_conversation on offer_fact (conversation_id);
  create index offer_fact_offered on offer_fact (offered_at);

  create table agent_state_fact (
    agent_id text not null,
    position bigint not null,
    state text not null,
    reason text,
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (agent_id, position)
  );
  create index agent_state_fact_open on agent_state_fact (agent_id) where ended_at is null;
`;

const VIEWS = `
  create schema if not exists reporting;

  create or replace view reporting.conversations as
  select conversation_id, thread_id, episode, source_number, customer_name, customer_phone, queue_id, queue_name,
         started_at, first_queued_at, first_accepted_at, first_response_at, ended_at, closed_at, ended_by, end_reason,
         extract(epoch from first_accepted_at - first_queued_at)::float8 as wait_seconds,
         extract(epoch from ended_at - first_accepted_at)::float8 as talk_seconds,
         first_accepted_at is not null as answered,
         ended_at is not null and first_accepted_at is null as abandoned,
         case when first_accepted_at is not null
              then first_accepted_at - first_queued_at <= make_interval(secs => service_level_seconds) end as within_service_level,
         offers, offers_missed, transfers, conferences, messages_in, messages_out
  from conversation_fact;
  comment on view reporting.conversations is 'One row a conversation. Anchored at started_at. Times are UTC.';
  comment on column reporting.conversations.wait_seconds is 'Speed of answer: first acceptance minus first wait; null until accepted.';
  comment on column reporting.conversations.talk_seconds is 'End minus first acceptance; null until ended or when nobody accepted.';
  comment on column reporting.conversations.abandoned is 'Ended before anyone accepted.';
  comment on column reporting.conversations.within_service_level is 'Accepted within the service level of the first wait''s queue, as configured then.';
  comment on column reporting.conversations.ended_by is 'Who ended it, as recorded at that moment: agent, customer, supervisor or system.';

  create or replace view reporting.legs as
  select leg_id, conversation_id, agent_id, agent_name, queue_id, kind, accepted_at, left_at, wrapped_up_at, reason_id, automatic,
         waited_ms / 1000.0 as wait_seconds,
         extract(epoch from left_at - accepted_at)::float8 as active_seconds,
         extract(epoch from wrapped_up_at - left_at)::float8 as wrap_up_seconds,
         extract(epoch from coalesce(wrapped_up_at, left_at) - accepted_at)::float8 as handle_seconds
  from leg_fact;
  comment on view reporting.legs is 'One row a leg: one agent''s part in one conversation, with its wrap-up reason. Anchored at accepted_at.';
  comment on column reporting.legs.automatic is 'True when the time ran out and the default reason was applied.';

  create or replace view reporting.offers as
  select offer_id, conversation_id, kind, agent_id, queue_id, offered_at, outcome, closed_at,
         extract(epoch from closed_at - offered_at)::float8 as open_seconds
  from offer_fact;
  comment on view reporting.offers is 'One row an offer: one agent was asked once. outcome missed is RONA. Anchored at offered_at.';

  create or replace view reporting.agent_states as
  select agent_id, state, reason, started_at, ended_at, extract(epoch from ended_at - started_at)::float8 as seconds
  from agent_state_fact;
  comment on view reporting.agent_states is 'One row a spell of an agent in one state; ended_at is null for the present one.';
`;

/** A managed PostgreSQL may not let us create roles; then whoever runs it grants select on the schema reporting. */
const ROLE = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = 'parley_analyst') then
      create role parley_analyst nologin;
    end if;
    grant usage on schema reporting to parley_analyst;
    grant select on all tables in schema reporting to parley_analyst;
    alter default privileges in schema reporting grant select on tables to parley_analyst;
  exception
    when insufficient_privilege or duplicate_object or unique_violation then
      raise notice 'the role parley_analyst was not created here: %', sqlerrm;
  end $$;
`;
