import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Transfers have rows of their own; legs tell replies and how often their wrap-up was extended. */
export class TransfersAndReplies1795200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(VIEWS);
  }

  async down(): Promise<void> {
    throw new Error('what analysts may rely on is not taken back');
  }
}

/** Of conversations that were counted before, nothing of this is known: their transfers, replies and extensions are not counted later. */
const TABLES = `
  create table transfer_fact (
    transfer_id text primary key,
    conversation_id text not null,
    requested_by text not null,
    from_queue_id text not null,
    target_type text not null,
    target_id text not null,
    requested_at timestamptz not null,
    outcome text not null,
    closed_at timestamptz
  );
  create index transfer_fact_conversation on transfer_fact (conversation_id);
  create index transfer_fact_requested on transfer_fact (requested_at);
  create index transfer_fact_closed on transfer_fact (closed_at);

  alter table conversation_fact add awaiting_reply_since timestamptz;
  alter table leg_fact
    add extensions int not null default 0,
    add replies int not null default 0,
    add reply_ms bigint not null default 0;

  -- Each number of a report is anchored at the event that it counts: what a period holds is found without reading what was before it.
  create index conversation_fact_accepted on conversation_fact (first_accepted_at);
  create index conversation_fact_responded on conversation_fact (first_response_at);
  create index conversation_fact_abandoned on conversation_fact (ended_at) where first_accepted_at is null;
  create index agent_state_fact_ended on agent_state_fact (ended_at);
  create index leg_fact_conference_left on leg_fact (left_at) where kind = 'conference';
  create index offer_fact_closed on offer_fact (closed_at) where outcome in ('missed', 'rejected');
`;

const VIEWS = `
  create or replace view reporting.legs as
  select leg_id, conversation_id, agent_id, agent_name, queue_id, kind, accepted_at, left_at, wrapped_up_at, reason_id, automatic,
         waited_ms / 1000.0 as wait_seconds,
         extract(epoch from left_at - accepted_at)::float8 as active_seconds,
         extract(epoch from wrapped_up_at - left_at)::float8 as wrap_up_seconds,
         extract(epoch from wrapped_up_at - accepted_at)::float8 as handle_seconds,
         extensions, replies, (reply_ms / 1000.0)::float8 as reply_seconds
  from leg_fact;
  comment on column reporting.legs.extensions is 'How often the agent took more time for the wrap-up.';
  comment on column reporting.legs.replies is 'How often the agent answered a customer who was waiting for an answer.';
  comment on column reporting.legs.reply_seconds is 'How long these customers had waited together, each from the first message that nobody had answered. Divide by replies.';

  create view reporting.transfers as
  select transfer_id, conversation_id, requested_by, from_queue_id, target_type, target_id, requested_at, outcome, closed_at,
         extract(epoch from closed_at - requested_at)::float8 as open_seconds
  from transfer_fact;
  comment on view reporting.transfers is 'One row a transfer that was requested: open, accepted or dropped. Anchored at requested_at.';
  comment on column reporting.transfers.requested_by is 'The agent who handed the conversation over, or the supervisor who moved it.';
  comment on column reporting.transfers.from_queue_id is 'The queue that the conversation was in then.';
  comment on column reporting.transfers.target_type is 'queue or agent.';
  comment on column reporting.transfers.closed_at is 'When somebody accepted, or when it was dropped: missed, rejected, taken back, or ended.';
`;
