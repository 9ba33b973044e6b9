import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A leg's time in a conference ends where who had joined becomes the owner. */
export class ConferenceTime1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMN);
    await runner.query(VIEW);
  }

  async down(): Promise<void> {
    throw new Error('what analysts may rely on is not taken back');
  }
}

/** Who became the owner before is not known any more: those conferences last until their legs were left. */
const COLUMN = `
  alter table leg_fact add became_owner_at timestamptz;
  drop index leg_fact_conference_left;
  create index leg_fact_conference_over on leg_fact (coalesce(became_owner_at, left_at)) where kind = 'conference';
`;

const VIEW = `
  create or replace view reporting.legs as
  select leg_id, conversation_id, agent_id, agent_name, queue_id, kind, accepted_at, left_at, wrapped_up_at, reason_id, automatic,
         waited_ms / 1000.0 as wait_seconds,
         extract(epoch from left_at - accepted_at)::float8 as active_seconds,
         extract(epoch from wrapped_up_at - left_at)::float8 as wrap_up_seconds,
         extract(epoch from wrapped_up_at - accepted_at)::float8 as handle_seconds,
         extensions, replies, (reply_ms / 1000.0)::float8 as reply_seconds,
         became_owner_at,
         case when kind = 'conference' then extract(epoch from coalesce(became_owner_at, left_at) - accepted_at)::float8 end as conference_seconds
  from leg_fact;
  comment on column reporting.legs.became_owner_at is 'When an agent who had joined became the owner: their conference was over.';
  comment on column reporting.legs.conference_seconds is 'How long an agent who joined was in a conference; null until that is over, and for who did not join. Belongs to became_owner_at, else left_at.';
`;
