import type { Migration } from '@parley/read-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Outbound messages and what became of them.
 *
 * `sequence` is the order in which they were asked for. `content` is `json`, not `jsonb` or `text`: those cannot hold every string
 * that an agent may type. `reported_at` is null until the present state is in `channel.inbound.v1`.
 */
class CreateOutbox1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table outbox (
      sequence bigint generated always as identity primary key,
      conversation_id text not null,
      message_id text not null,
      phone_number_id text not null,
      phone text,
      bsuid text,
      recipient_key text not null,
      content json not null,
      state text not null check (state in ('queued', 'sending', 'accepted', 'failed', 'uncertain')),
      attempts integer not null default 0,
      first_attempt_at timestamptz,
      next_attempt_at timestamptz not null default now(),
      dispatcher text,
      wamid text,
      error_code text,
      error_message text,
      sent_at timestamptz not null,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      reported_at timestamptz,
      unique (conversation_id, message_id)
    )`);
    await runner.query(`create index outbox_due on outbox (sequence) where state = 'queued'`);
    await runner.query(`create index outbox_open on outbox (recipient_key, sequence) where state in ('queued', 'sending', 'uncertain')`);
    await runner.query(`create index outbox_sending on outbox (changed_at) where state = 'sending'`);
    await runner.query(
      `create index outbox_unreported on outbox (sequence) where reported_at is null and state in ('accepted', 'failed', 'uncertain')`,
    );
    await runner.query('create index outbox_age on outbox (sent_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox');
  }
}

export const OUTBOX_SCHEMA = 'channel_ingestion';
export const OUTBOX_MIGRATIONS: readonly Migration[] = [CreateOutbox1763800000000];
