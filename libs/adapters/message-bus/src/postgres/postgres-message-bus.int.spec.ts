import { messageBusContract } from '@parley/event-sourcing/testing';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createPostgresMessageBus } from '../index';
import { ChildMembers } from '../testing/spawn-member';

/** Its session is seen to be gone after 1.5 s by the others, which look every second. */
const HANDS_OVER_WITHIN_MS = 5_000;

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
    killing: {
      spawn: (member) => children.spawn({ ...member, databaseUrl: database.databaseUrl }),
      handsOverWithinMs: HANDS_OVER_WITHIN_MS,
    },
  });
});
