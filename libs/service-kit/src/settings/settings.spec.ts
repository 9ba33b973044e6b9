import { BadSettings, loadSettings, ServiceSettings } from './settings';

const enough = { DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/parley', CONTACT_CENTER_CONFIG: 'cc.yaml', AUTH_JWT_SECRET: 'x'.repeat(32) };

function problems(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadSettings(ServiceSettings, env);
    return [];
  } catch (error) {
    return (error as BadSettings).problems;
  }
}

describe('settings', () => {
  it('have the defaults of the contract', () => {
    expect(loadSettings(ServiceSettings, enough)).toMatchObject({ PORT: 3000, CHANNEL_INGESTION_PORT: 3001, SIMULATOR_PORT: 3005, AUTH_MODE: 'local' });
  });

  it('that are wrong are told all at once, by name and with what would be right', () => {
    const told = problems({ ...enough, DATABASE_URL: 'mysql://x', PORT: 'http', AUTH_JWT_SECRET: 'short', AUTH_MODE: 'none' });
    expect(told).toHaveLength(4);
    for (const name of ['DATABASE_URL', 'PORT', 'AUTH_JWT_SECRET', 'AUTH_MODE']) expect(told.some((problem) => problem.startsWith(`${name}: `))).toBe(true);
  });

  it('that are empty count as not set', () => {
    expect(loadSettings(ServiceSettings, { ...enough, PORT: '' }).PORT).toBe(3000);
    expect(problems({ ...enough, DATABASE_URL: '' })[0]).toMatch(/^DATABASE_URL: /);
  });

  it('name an EventStoreDB by an address of its own kind', () => {
    for (const EVENTSTORE_URL of ['esdb://u:p@db:2113?tls=true', 'kurrentdb+discover://cluster.example'])
      expect(loadSettings(ServiceSettings, { ...enough, EVENTSTORE_URL })).toMatchObject({ EVENTSTORE_URL });
    expect(problems({ ...enough, EVENTSTORE_URL: 'http://db:2113' })[0]).toMatch(/^EVENTSTORE_URL: expected esdb/);
  });

  it('need what the way of signing in needs', () => {
    expect(problems({ ...enough, AUTH_JWT_SECRET: '' })[0]).toMatch(/^AUTH_JWT_SECRET: /);
    expect(problems({ ...enough, AUTH_MODE: 'oidc' }).map((problem) => problem.split(':')[0])).toEqual(['OIDC_ISSUER', 'OIDC_AUDIENCE']);
  });
});
