import { messageBusContract } from '@parley/event-sourcing/testing';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createPostgresMessageBus } from '../index';
import { ChildMembers } from '../testing/spawn-member';

describe('in PostgreSQL', () => {
  const children = new ChildMembers();
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(async () => {
    children.remove();
    await database.drop();
  });

  messageBusContract({
    open: (observer) => createPostgresMessageBus({ databaseUrl: database.databaseUrl, applicationName: 'spec', ...(observer && { observer }) }),
    spawn: (member) => children.spawn({ ...member, databaseUrl: database.databaseUrl }),
  });
});
