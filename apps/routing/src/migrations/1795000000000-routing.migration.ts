import { CHECKPOINT_TABLE } from '@parley/read-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Routing1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHECKPOINT_TABLE);
    await runner.query(`create table snapshot (
      partition text primary key,
      version integer not null,
      revision bigint not null,
      event_id text not null,
      state jsonb not null,
      taken_at timestamptz not null default now()
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table snapshot');
    await runner.query('drop table checkpoint');
  }
}
