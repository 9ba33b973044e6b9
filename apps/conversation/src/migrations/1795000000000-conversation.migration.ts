import { CHECKPOINT_TABLE } from '@parley/read-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the conversation service. `json`, not `jsonb`: a customer may write U+0000, which jsonb cannot hold. */
export class Conversation1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${CHECKPOINT_TABLE};

      -- Every alias (phone, BSUID, parent BSUID) of a customer leads to one id.
      create table customer_alias (
        alias text primary key,
        customer_id text not null,
        added_at timestamptz not null default now()
      );

      -- What came in: claimed before it is put into a conversation, recorded afterwards.
      create table inbound_message (
        phone_number_id text not null,
        wamid text not null,
        recorded boolean not null default false,
        received_at timestamptz not null default now(),
        primary key (phone_number_id, wamid)
      );

      -- The newest conversation of each thread; a hint, the streams decide.
      create table thread (
        thread_id text primary key,
        episode int not null
      );

      -- WhatsApp's ids of our messages, and the statuses that came before we knew them.
      create table outbound_message (
        wamid text primary key,
        conversation_id text not null,
        message_id text not null,
        added_at timestamptz not null default now()
      );
      create table parked_status (
        wamid text not null,
        status text not null,
        record json not null,
        parked_at timestamptz not null default now(),
        primary key (wamid, status)
      );
      create index parked_status_age on parked_status (parked_at);

      -- Read models: one row a conversation, one a part that an agent has in it, one a message.
      create table conversation_view (
        conversation_id text primary key,
        revision int not null,
        position bigint not null,
        view json not null
      );
      create table agent_task (
        agent_id text not null,
        conversation_id text not null,
        primary key (agent_id, conversation_id)
      );
      create index agent_task_conversation on agent_task (conversation_id);
      create table message (
        conversation_id text not null,
        revision int not null,
        message_id text not null,
        body json not null,
        primary key (conversation_id, revision)
      );
      create index message_by_id on message (conversation_id, message_id);

      -- Deadlines that conversations have now.
      create table timer (
        kind text not null,
        key text not null,
        conversation_id text not null,
        due_at timestamptz not null,
        -- When it is tried (again): a claim puts it off, so that two workers never fire it at once.
        fire_at timestamptz not null,
        primary key (kind, key)
      );
      create index timer_due on timer (fire_at);
      create index timer_conversation on timer (conversation_id);

      create table idempotent_request (
        caller text not null,
        key text not null,
        fingerprint text not null,
        status int,
        body json,
        asked_at timestamptz not null default now(),
        primary key (caller, key)
      );
      create index idempotent_request_age on idempotent_request (asked_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not taken back: drop the schema instead');
  }
}
