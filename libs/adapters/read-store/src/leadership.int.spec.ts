import { once } from 'node:events';
import { whileLeader } from './index';
import { createTestDatabase, terminateSessions, type TestDatabase } from './testing';

/** Resolves when `condition` holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('leadership', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.drop());

  function contender(name: string, log: string[]) {
    const stop = new AbortController();
    const run = async (signal: AbortSignal) => {
      log.push(`${name} leads`);
      if (!signal.aborted) await once(signal, 'abort');
      log.push(`${name} stops`);
    };
    const done = whileLeader({ databaseUrl: database.databaseUrl, name: 'one-of-many', run, signal: stop.signal });
    return { end: () => (stop.abort(), done) };
  }

  it('has one leader; when it leaves, a standby takes over', async () => {
    const log: string[] = [];
    const ana = contender('ana', log);
    await until(() => log.length === 1);
    const ben = contender('ben', log);
    await ana.end();
    await until(() => log.length === 3);
    expect(log).toEqual(['ana leads', 'ana stops', 'ben leads']);
    await ben.end();
  });

  it('aborts the leader whose session is lost, and has a leader again', async () => {
    const log: string[] = [];
    const ana = contender('ana', log);
    const ben = contender('ben', log);
    await until(() => log.length === 1);
    const first = log[0]?.split(' ')[0];
    await terminateSessions(database.databaseUrl);
    await until(() => log.length >= 3);
    expect(log.slice(0, 2)).toEqual([`${first} leads`, `${first} stops`]);
    expect(log[2]).toMatch(/ leads$/);
    await Promise.all([ana.end(), ben.end()]);
  });

  it('competes again when the work fails, and ends when it is done', async () => {
    const failures: unknown[] = [];
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs === 1) throw new Error('not yet');
    };
    await whileLeader({
      databaseUrl: database.databaseUrl,
      name: 'again',
      run,
      signal: new AbortController().signal,
      onError: (error) => failures.push(error),
    });
    expect(failures).toEqual([new Error('not yet')]);
    expect(runs).toBe(2);
  });
});
