import { createTestDatabase } from '@parley/read-store/testing';
import { EventStoreDbEventStore } from './eventstoredb';
import { createEventStore, PostgresEventStore } from './index';

describe('the engine of the event store', () => {
  it('is PostgreSQL where no other address is given', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const store = await createEventStore({ eventStoreUrl: '', databaseUrl, applicationName: 'spec' });
    expect(store).toBeInstanceOf(PostgresEventStore);
    await store.close();
    await drop();
  });

  const nowhere = 'esdb://127.0.0.1:1?tls=false';

  it('is EventStoreDB where its address is given, which need not be reachable yet', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const store = await createEventStore({ databaseUrl, applicationName: 'spec', eventStoreUrl: nowhere });
    expect(store).toBeInstanceOf(EventStoreDbEventStore);
    await store.close();
    await drop();
  });

  it.each([
    ['PostgreSQL', '', nowhere],
    ['EventStoreDB', nowhere, ''],
  ])('stays what it was for a database whose log is in %s', async (_, first, then) => {
    const { databaseUrl, drop } = await createTestDatabase();
    const open = (eventStoreUrl: string) => createEventStore({ databaseUrl, applicationName: 'spec', eventStoreUrl });
    await (await open(first)).close();
    await expect(open(then)).rejects.toMatchObject({ message: expect.stringContaining('EVENTSTORE_URL: the log of this database is in'), exitCode: 78 });
    await (await open(first)).close();
    await drop();
  });

  it.each(['http://127.0.0.1:2113', 'esdb://', 'esdb://u:geheim@host?tlsVerifyCert=false', 'esdb://u:geheim@host:2113?throwOnAppendFailure=false', 'esdb://u:geheim@host:port'])(
    'is refused, naming the setting and no password, where the address is %s',
    async (eventStoreUrl) => {
      const refused = createEventStore({ databaseUrl: 'postgres://127.0.0.1:1/none', applicationName: 'spec', eventStoreUrl });
      await expect(refused).rejects.toThrow('EVENTSTORE_URL: ');
      await expect(refused).rejects.not.toThrow('geheim');
    },
  );
});
