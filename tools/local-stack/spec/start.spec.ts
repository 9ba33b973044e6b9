import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const start = join(__dirname, '..', 'start.mjs');

describe('npm start', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'parley-settings-')), 'data');
  });
  afterEach(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }));

  /** What it says when it may not go on; nothing may have been begun by then. */
  const refusal = (env: Record<string, string>) => {
    const clean = { PATH: process.env['PATH'] ?? '', PARLEY_DATA_DIR: dataDir };
    const { status, stdout, stderr } = spawnSync(process.execPath, [start, '--as-built'], { env: { ...clean, ...env }, encoding: 'utf8', timeout: 20_000 });
    expect({ status, stdout, begun: existsSync(dataDir) }).toEqual({ status: 78, stdout: '', begun: false });
    return stderr;
  };

  it('names every bad setting in one message', () => {
    const said = refusal({ PORT: '0', ROUTING_PORT: 'x', AUTH_JWT_SECRET: 'short', DATABASE_URL: 'mysql://u:secret@h/d', AUTH_MODE: 'none', CONTACT_CENTER_CONFIG: '/no/such/file' });
    for (const name of ['PORT', 'ROUTING_PORT', 'AUTH_JWT_SECRET', 'DATABASE_URL', 'AUTH_MODE', 'CONTACT_CENTER_CONFIG']) {
      expect(said).toMatch(new RegExp(`^  - ${name}: `, 'm'));
    }
    expect(said).not.toContain('secret');
  });

  it('says which two services were given the same port', () => {
    expect(refusal({ CONVERSATION_PORT: '3000' })).toContain('CONVERSATION_PORT: 3000 is already the port of agent-gateway (PORT)');
  });

  it.each([
    ['WHATSAPP_GRAPH_URL', 'http://127.0.0.1:9'],
    ['NODE_ENV', 'production'],
  ])('needs the WhatsApp credentials with %s=%s', (name, value) => {
    const said = refusal({ [name]: value });
    for (const secret of ['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN']) expect(said).toContain(`${secret}: is needed`);
  });

  it('refuses a public demo secret with the real Graph address', () => {
    const said = refusal({
      WHATSAPP_GRAPH_URL: 'https://graph.facebook.com',
      WHATSAPP_APP_SECRET: 'parley-demo-app-secret',
      WHATSAPP_VERIFY_TOKEN: 'of our own',
      WHATSAPP_ACCESS_TOKEN: 'of our own',
    });
    expect(said).toContain('WHATSAPP_APP_SECRET: is the public demo value');
    expect(said).not.toContain('WHATSAPP_VERIFY_TOKEN');
  });

  it.each(['parley-demo-app-secret,real', 'real, demo-of-ours'])('refuses %s among the secrets of the real Graph address', (secret) => {
    const ours = { WHATSAPP_VERIFY_TOKEN: 'of our own', WHATSAPP_ACCESS_TOKEN: 'of our own' };
    expect(refusal({ WHATSAPP_GRAPH_URL: 'https://graph.facebook.com', WHATSAPP_APP_SECRET: secret, ...ours })).toContain('WHATSAPP_APP_SECRET: is the public demo value');
  });

  it('names what only a service would refuse, all of it at once', () => {
    const wrong = { PARLEY_SERVICE_TOKEN: 'short', LOG_LEVEL: 'loud', DATABASE_POOL_MAX: 'many', UPSTREAM_CALLS_MAX: '0', OIDC_SCOPE: 'profile', WHATSAPP_SEND_TIMEOUT_MS: 'soon' };
    const named = [...refusal(wrong).matchAll(/^ {2}- (\w+): /gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(wrong).sort());
  });

  it.each([
    [{ KAFKA_BROKERS: 'kafka://127.0.0.1' }, 'KAFKA_BROKERS: expected host:port'],
    [{ KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_SASL_MECHANISM: 'gssapi' }, 'KAFKA_SASL_MECHANISM: expected plain, scram-sha-256, scram-sha-512'],
    [{ KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_PASSWORD: is needed'],
    [{ KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_SSL_CA: '/no/such/file' }, 'KAFKA_SSL_CA: expected the path'],
  ])('refuses %o', (env, said) => {
    expect(refusal(env as Record<string, string>)).toContain(said);
  });

  it('refuses an EVENTSTORE_URL that is none, and does not show it', () => {
    const said = refusal({ EVENTSTORE_URL: 'http://u:secret@127.0.0.1:2113' });
    expect(said).toContain('EVENTSTORE_URL: expected esdb://');
    expect(said).not.toContain('secret');
  });

  it('needs issuer and audience for oidc', () => {
    const said = refusal({ AUTH_MODE: 'oidc', OIDC_ISSUER: 'nowhere' });
    expect(said).toContain('OIDC_ISSUER');
    expect(said).toContain('OIDC_AUDIENCE');
  });
});
