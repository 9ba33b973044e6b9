import { eventStoreContract } from '@parley/event-sourcing/testing';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createPostgresEventStore, type PostgresEventStore } from '../index';

describe('in PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  eventStoreContract(async () => {
    database = await createTestDatabase();
    store = await createPostgresEventStore({ databaseUrl: database.databaseUrl, applicationName: 'spec' });
    return store;
  });
});
