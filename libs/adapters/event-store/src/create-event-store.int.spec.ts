import { createTestDatabase } from '@parley/read-store/testing';
import { createEventStore, EventStoreDbEventStore, PostgresEventStore } from './index';

describe('the engine of the event store', () => {
  it('is PostgreSQL where no other address is given', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const store = await createEventStore({ eventStoreUrl: '', databaseUrl, applicationName: 'spec' });
    expect(store).toBeInstanceOf(PostgresEventStore);
    await store.close();
    await drop();
  });

  const nowhere = { databaseUrl: 'postgres://127.0.0.1:1/none', applicationName: 'spec' };

  it('is EventStoreDB where its address is given, which need not be reachable yet', async () => {
    const store = await createEventStore({ ...nowhere, eventStoreUrl: 'esdb://127.0.0.1:1?tls=false' });
    expect(store).toBeInstanceOf(EventStoreDbEventStore);
    await store.close();
  });

  it.each(['http://127.0.0.1:2113', 'esdb://', 'esdb://u:geheim@host?tlsVerifyCert=false', 'esdb://u:geheim@host:2113?throwOnAppendFailure=false', 'esdb://u:geheim@host:port'])(
    'is refused, naming the setting and no password, where the address is %s',
    async (eventStoreUrl) => {
      const refused = createEventStore({ ...nowhere, eventStoreUrl });
      await expect(refused).rejects.toThrow('EVENTSTORE_URL: ');
      await expect(refused).rejects.not.toThrow('geheim');
    },
  );
});
