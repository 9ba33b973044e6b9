import { EVENT_STORE_ELSEWHERE_MIGRATIONS } from '@parley/event-store';
import { anotherAuthority, authority, type HeldPostgres, holdPostgres } from '@parley/local-stack/held-postgres';
import { MESSAGE_BUS_ELSEWHERE_MIGRATIONS } from '@parley/message-bus';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ownedSchemas } from './owned-schemas';

jest.setTimeout(60_000);

const folder = join(__dirname, '..');
const program = join(folder, 'dist', 'main.js');
const schemas = ownedSchemas({}).map(({ schema }) => schema);

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

function migrate(databaseUrl: string, env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [program], { env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, ...env } });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, said })));
}

describe('npm run migrate', () => {
  let parent: string;
  let postgres: HeldPostgres;
  const address = (parameters: Record<string, string>, host = '127.0.0.1') => {
    const url = new URL(postgres.url);
    url.hostname = host;
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  };

  beforeAll(async () => {
    if (!existsSync(program)) spawnSync('npm', ['run', '-s', 'build'], { cwd: folder }); // others may be running it
    parent = mkdtempSync(join(tmpdir(), 'parley-migrate-'));
    chmodSync(parent, 0o711); // PostgreSQL's user passes through it
    postgres = await holdPostgres({ directory: join(parent, 'postgres'), tls: true });
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    // This server takes nobody in without TLS.
    await client.query(`copy (select 'hostssl all all 127.0.0.1/32 scram-sha-256') to '${join(parent, 'postgres', 'data', 'pg_hba.conf')}'`);
    await client.query('select pg_reload_conf()');
    await client.end();
  }, 120_000);
  afterAll(async () => {
    await postgres?.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  it('makes every schema once, when two start at the same time, over TLS with an authority of our own', async () => {
    const url = address({ sslmode: 'verify-full', sslrootcert: authority });
    const both = await Promise.all([migrate(url), migrate(url)]);
    expect(both).toEqual([1, 2].map(() => ({ status: 0, said: expect.any(String) })));
    const did = both.map(({ said }) => Object.fromEntries(said.trim().split('\n').map((line) => line.split(': ') as [string, string])));
    for (const schema of schemas) expect(did.map((lines) => lines[schema]).filter((line) => line === 'nothing to do')).toHaveLength(1);
    expect(await migrate(url)).toEqual({ status: 0, said: schemas.map((schema) => `${schema}: nothing to do\n`).join('') });
  });

  it.each([
    ['a server whose authority nobody knows', { sslmode: 'require' }, '127.0.0.1', 'certificate is not to be trusted'],
    ['a server of another authority', { sslrootcert: anotherAuthority }, '127.0.0.1', 'certificate is not to be trusted'],
    ['a server that is certified under another name', { sslmode: 'verify-full', sslrootcert: authority }, 'localhost', 'name its authority'],
    ['a connection without TLS', { sslmode: 'disable' }, '127.0.0.1', 'refuses us'],
  ])('refuses %s, in words', async (_what, parameters, host, said) => {
    const ended = await migrate(address(parameters, host));
    expect(ended).toEqual({ status: 1, said: expect.stringContaining(said) });
    expect(ended.said).not.toContain(new URL(postgres.url).password);
    expect(ended.said).not.toMatch(/^\s+at /m);
  });

  it('takes an unknown certificate where it is told so', async () => {
    expect(await migrate(address({ sslmode: 'no-verify' }))).toMatchObject({ status: 0 });
  });

  it('makes nothing that engines elsewhere keep themselves; of the log and the topics it says only where they are', () => {
    const left = ownedSchemas({ KAFKA_BROKERS: 'kafka:9092', EVENTSTORE_URL: 'esdb://events:2113' });
    expect(left.find(({ schema }) => schema === 'message_bus')?.migrations).toBe(MESSAGE_BUS_ELSEWHERE_MIGRATIONS);
    expect(left.find(({ schema }) => schema === 'event_store')?.migrations).toBe(EVENT_STORE_ELSEWHERE_MIGRATIONS);
  });
});
