import { CannotOpenDatabase, migrate, type Migration, type MigrateLogger } from '@parley/read-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateConsumerGroups1763800000002 } from './postgres/create-consumer-groups.migration';
import { CreateMessageLog1763800000001 } from './postgres/create-message-log.migration';

/** Of the topics in PostgreSQL; of a database whose topics are elsewhere, it says so. */
export const MESSAGE_BUS_SCHEMA = 'message_bus';

class TopicsAreInKafka1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`comment on schema ${MESSAGE_BUS_SCHEMA} is 'the topics are in Kafka'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`comment on schema ${MESSAGE_BUS_SCHEMA} is null`);
  }
}

/** What the schema needs where the topics are in PostgreSQL. */
export const MESSAGE_BUS_MIGRATIONS: readonly Migration[] = [CreateMessageLog1763800000001, CreateConsumerGroups1763800000002];
/** What it needs where `KAFKA_BROKERS` names the topics' place. */
export const MESSAGE_BUS_ELSEWHERE_MIGRATIONS: readonly Migration[] = [TopicsAreInKafka1795400000000];

const PLACES = [
  { migrations: MESSAGE_BUS_MIGRATIONS, refusal: 'KAFKA_BROKERS: the topics of this database are in PostgreSQL. Unset it' },
  { migrations: MESSAGE_BUS_ELSEWHERE_MIGRATIONS, refusal: 'KAFKA_BROKERS: the topics of this database are in Kafka. Name it' },
];

/**
 * From now on the topics of this database are where `migrations` say. Offsets are remembered beside what was made of the records, and
 * those of one engine say nothing of the other's: a database whose topics are elsewhere is refused.
 *
 * @throws CannotOpenDatabase
 */
export async function placeTopics(databaseUrl: string, migrations: readonly Migration[], logger?: MigrateLogger): Promise<void> {
  try {
    await migrate(databaseUrl, MESSAGE_BUS_SCHEMA, migrations, logger);
  } catch (error) {
    const other = PLACES.find((place) => place.migrations !== migrations && place.migrations.some(({ name }) => (error as Error).message.includes(name)));
    if (!(error instanceof CannotOpenDatabase) || !other) throw error;
    throw new CannotOpenDatabase(`${other.refusal}, or start with another DATABASE_URL or PARLEY_DATA_DIR`, { cause: error, forGood: true });
  }
}
