import { createTestDatabase } from '@parley/read-store/testing';
import { createEventStore, PostgresEventStore } from './index';

describe('the engine of the event store', () => {
  it('is PostgreSQL where no other address is given', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const store = await createEventStore({ eventStoreUrl: '', databaseUrl, applicationName: 'spec' });
    expect(store).toBeInstanceOf(PostgresEventStore);
    await store.close();
    await drop();
  });

  it('is refused, naming the setting, where the address is of an engine that has no adapter', async () => {
    const settings = { eventStoreUrl: 'esdb://127.0.0.1:2113', databaseUrl: 'postgres://127.0.0.1:1/none', applicationName: 'spec' };
    await expect(createEventStore(settings)).rejects.toThrow('EVENTSTORE_URL');
  });
});
