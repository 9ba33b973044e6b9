import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edits, revocations and reactions that came before the message they are about. */
export class ParkedMessage1795310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table parked_message (
        phone_number_id text not null,
        wamid text not null,
        target_wamid text not null,
        record json not null,
        parked_at timestamptz not null default now(),
        primary key (phone_number_id, wamid)
      );
      create index parked_message_target on parked_message (phone_number_id, target_wamid);
      create index parked_message_age on parked_message (parked_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table parked_message');
  }
}
