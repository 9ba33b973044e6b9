import { CannotOpenDatabase, migrate, type Migration, type MigrateLogger } from '@parley/read-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateEventLog1763800000000 } from './postgres/create-event-log.migration';

/** Of the log in PostgreSQL; of a database whose log is elsewhere, it says so. */
export const EVENT_STORE_SCHEMA = 'event_store';

/** The log is in EventStoreDB, and what is folded from it in this database. */
class LogIsInEventStoreDb1795390000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`comment on schema ${EVENT_STORE_SCHEMA} is 'the log is in EventStoreDB'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`comment on schema ${EVENT_STORE_SCHEMA} is null`);
  }
}

/** What the schema needs where the log is in PostgreSQL. */
export const EVENT_STORE_MIGRATIONS: readonly Migration[] = [CreateEventLog1763800000000];
/** What it needs where `EVENTSTORE_URL` names the log's place. */
export const EVENT_STORE_ELSEWHERE_MIGRATIONS: readonly Migration[] = [LogIsInEventStoreDb1795390000000];

const PLACES = [
  { migrations: EVENT_STORE_MIGRATIONS, refusal: 'EVENTSTORE_URL: the log of this database is in PostgreSQL. Unset it' },
  { migrations: EVENT_STORE_ELSEWHERE_MIGRATIONS, refusal: 'EVENTSTORE_URL: the log of this database is in an EventStoreDB. Name it' },
];

/**
 * From now on the log of this database is where `migrations` say. What was folded from one log fits no other: a database that belongs to
 * a log elsewhere is refused.
 *
 * @throws CannotOpenDatabase
 */
export async function placeLog(databaseUrl: string, migrations: readonly Migration[], logger?: MigrateLogger): Promise<void> {
  try {
    await migrate(databaseUrl, EVENT_STORE_SCHEMA, migrations, logger);
  } catch (error) {
    const other = PLACES.find((place) => place.migrations !== migrations && place.migrations.some(({ name }) => (error as Error).message.includes(name)));
    if (!(error instanceof CannotOpenDatabase) || !other) throw error;
    throw new CannotOpenDatabase(`${other.refusal}, or start with another DATABASE_URL or PARLEY_DATA_DIR`, { cause: error, forGood: true });
  }
}
