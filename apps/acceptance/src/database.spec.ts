import { authority, type HeldPostgres, holdPostgres, query } from '@parley/local-stack/held-postgres';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './testing/eventually';
import { Installation, START_MS } from './testing/installation';
import { confirmAll, Load } from './testing/load';
import { expectNothingLost } from './testing/oracle';
import { ask, Person } from './testing/person';

const LONG_MS = 300_000;
/** See docs/runbooks/running-it.md. */
const POOL_MAX = 3;
const OTHERS_MAX = 14;
const SESSIONS = `
  select substring(application_name from '^parley-(?:lead )?([a-z-]+)') as service, count(*)::int as sessions
  from pg_stat_activity where datname = 'contact_centre' group by service`;

/** Under load all the time, and every connection under TLS with an authority of our own. */
describe('a PostgreSQL of one\u2019s own', () => {
  let parent: string;
  let postgres: HeldPostgres;
  let here: Installation;
  let people: readonly [Person, Person];
  let supervisor: Person;
  let load: Load;

  const hold = (port?: number) => holdPostgres({ directory: join(parent, 'postgres'), tls: true, ...(port && { port }) });
  const sql = (statement: string) => query(postgres.url, statement);

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'parley-acceptance-database-'));
    chmodSync(parent, 0o711); // PostgreSQL's user passes through it
    postgres = await hold();
    await sql('create database contact_centre');
    const url = new URL(postgres.url);
    url.pathname = '/contact_centre';
    url.search = new URLSearchParams({ sslmode: 'verify-full', sslrootcert: authority }).toString();
    here = await Installation.start(
      { queues: { care: { agents: ['nora', 'omar'] }, orders: { agents: ['pia'] } }, maxConversations: { nora: 10, omar: 10 } },
      { DATABASE_URL: url.href, DATABASE_POOL_MAX: String(POOL_MAX), WHATSAPP_UNCERTAIN_HOLD_MS: '2000' },
    );
    const [nora, omar, vera] = await here.signInAll('nora', 'omar', 'vera');
    [people, supervisor] = [[nora, omar], vera];
    here.graph.thinksMs = 60;
    load = Load.of(here.meta, people, 12);
    await Promise.all(people.map((person) => person.sets('available')));
    load.start();
    await load.progress();
  }, START_MS);
  afterAll(async () => {
    await load?.stop().catch(() => undefined);
    await here?.stop();
    await postgres?.stop();
    rmSync(parent, { recursive: true, force: true });
  }, LONG_MS);

  const ready = () => eventually('ready', () => ask(`${here.url}/health/ready`).then(({ status }) => status, () => 0), (status) => status === 200);

  it('is used in the place of an embedded one, by TLS alone', async () => {
    expect(existsSync(here.databaseDirectory)).toBe(false);
    const sessions = await sql(`select ssl, count(*)::int as sessions from pg_stat_ssl join pg_stat_activity using (pid) where datname = 'contact_centre' group by ssl`);
    expect(sessions).toEqual([{ ssl: true, sessions: expect.any(Number) }]);
  });

  it('was migrated before any service started', () => {
    for (const schema of ['event_store', 'message_bus', 'conversation', 'routing', 'channel_ingestion', 'wrap_up_reporting']) expect(here.output()).toMatch(new RegExp(`^${schema}: \\w+\\d{13}`, 'm'));
  });

  it('is asked by each service for no more sessions than its pool may have, and those for what must not wait', async () => {
    const most = new Map<string, number>();
    let isOver = false;
    const going = load.progress().finally(() => (isOver = true));
    while (!isOver) for (const { service, sessions } of (await sql(SESSIONS)) as { service: string; sessions: number }[]) most.set(service, Math.max(most.get(service) ?? 0, sessions));
    await going;
    expect([...most.keys()].sort()).toEqual(['agent-gateway', 'channel-ingestion', 'conversation', 'routing', 'wrap-up-reporting']);
    for (const sessions of most.values()) expect(sessions).toBeLessThanOrEqual(POOL_MAX + OTHERS_MAX);
  }, LONG_MS);

  it('may end every session at once, again and again', async () => {
    for (let times = 0; times < 3; times += 1) {
      const ended = await sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'contact_centre'`);
      expect(ended.length).toBeGreaterThan(10);
      await load.progress();
    }
    await ready();
  }, LONG_MS);

  it('may be restarted; nothing is acknowledged meanwhile and everything goes on by itself', async () => {
    const services = here.services();
    await postgres.stop();
    const answer = await ask(`${here.url}/health/ready`);
    expect(answer.status).toBe(503);
    const { status, body, headers } = await people[0].get('/api/tasks');
    expect({ status, code: body?.code, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, code: 'unavailable', retryAfter: expect.any(String) });
    postgres = await hold(postgres.port);
    await load.progress();
    await ready();
    expect(here.services()).toEqual(services);
  }, LONG_MS);

  it('has everything that was acknowledged, once', async () => {
    await load.stop();
    expect(load.answered.size).toBeGreaterThan(20);
    await confirmAll(here.graph, here.meta, load.customers);
    await expectNothingLost({ supervisor, meta: here.meta, graph: here.graph, load });
  }, LONG_MS);
});
