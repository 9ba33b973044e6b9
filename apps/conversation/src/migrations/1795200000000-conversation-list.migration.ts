import type { ConversationView } from '@parley/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowOf } from '../conversation-list/conversation-row';
import { saveRows } from '../conversation-list/conversation-list.projection';

const AT_ONCE = 500;

/** Supervisors find and count conversations by rows of their own; those that there are get theirs here. */
export class ConversationList1795200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table conversation_list (
        conversation_id text primary key,
        started_at timestamptz not null,
        status text not null,
        queue_id text not null,
        agents text[] not null,
        waiting_since timestamptz,
        sought text not null
      );
      create index conversation_list_started on conversation_list (started_at desc, conversation_id desc);
      create index conversation_list_open on conversation_list (queue_id) where status <> 'ended';
    `);
    for (let after = ''; ; ) {
      const rows = (await runner.query(
        `select conversation_id, view from conversation_view where conversation_id > $1 order by conversation_id limit ${AT_ONCE}`,
        [after],
      )) as { conversation_id: string; view: ConversationView }[];
      await saveRows(runner as never, rows.map(({ view }) => rowOf(view)));
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)!.conversation_id;
    }
  }

  async down(): Promise<void> {
    throw new Error('the list of conversations is not taken back');
  }
}
