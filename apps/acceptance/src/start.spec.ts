import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct } from '@parley/local-stack/product';
import { PEOPLE } from './testing/people';

const OURS = { WHATSAPP_GRAPH_URL: 'http://127.0.0.1:9', WHATSAPP_APP_SECRET: 'a', WHATSAPP_VERIFY_TOKEN: 'b', WHATSAPP_ACCESS_TOKEN: 'c' };
const DEMO_SECRET = 'parley-demo-app-secret';

describe('a start that cannot be', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-acceptance-start-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function refusal(env: Record<string, string>, yaml?: string): Promise<string> {
    const config = join(folder, 'contact-center.yaml');
    if (yaml !== undefined) writeFileSync(config, yaml);
    const dataDir = join(folder, 'data');
    try {
      const product = await startProduct({ dataDir, env: { ...OURS, ...env }, ...(yaml !== undefined && { config }) });
      await product.stop();
    } catch (error) {
      return String(error);
    }
    throw new Error('it started');
  }

  it.each([
    ['WHATSAPP_APP_SECRET', { WHATSAPP_APP_SECRET: '' }],
    ['WHATSAPP_ACCESS_TOKEN', { WHATSAPP_ACCESS_TOKEN: ' ' }],
    ['WHATSAPP_APP_SECRET', { WHATSAPP_GRAPH_URL: 'https://graph.facebook.com', WHATSAPP_APP_SECRET: DEMO_SECRET }],
    ['WHATSAPP_GRAPH_URL', { WHATSAPP_GRAPH_URL: 'graph.facebook.com' }],
    ['WHATSAPP_GRAPH_VERSION', { WHATSAPP_GRAPH_VERSION: 'latest' }],
    ['PORT', { PORT: 'http' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:hunter2@localhost/x' }],
    ['AUTH_MODE', { AUTH_MODE: 'ldap' }],
    ['OIDC_ISSUER', { AUTH_MODE: 'oidc' }],
    ['AUTH_JWT_SECRET', { AUTH_JWT_SECRET: 'short' }],
    ['CONTACT_CENTER_CONFIG', { CONTACT_CENTER_CONFIG: '/nowhere/contact-center.yaml' }],
  ] as [string, Record<string, string>][])('names the setting %s: %j', async (name, env) => {
    const message = await refusal(env);
    expect(message).toContain(name);
    expect(message).not.toMatch(/hunter2|\n\s+at /);
    expect(readdirSync(folder)).not.toContain('postgres');
  });

  it('names every mistake of the configuration with its path and line', async () => {
    const yaml = `numbers:
  - phoneNumberId: "300000000000001"
    displayNumber: "+1 202 555 0100"
    queue: nowhere
  - phoneNumberId: "300000000000001"
    displayNumber: "+1 202 555 0101"
    queue: care
queues:
  - id: care
    name: Care
    agents: [nora, nobody]
    offerTimeoutSeconds: soon
    musicOnHold: yes
agents:
  - id: nora
    name: Nora
    roles: [agent, queen]
    passwordHash: "${PEOPLE.nora.passwordHash}"
  - id: nora
    name: Nora again
    passwordHash: "plain"
wrapUp:
  timeoutSeconds: 0
  defaultReason: because
  reasons: [{ id: solved, name: { en: Solved } }]
`;
    const message = await refusal({}, yaml);
    const lines = message.split('\n');
    const mistakes: [string, number][] = [['nowhere', 4], ['phoneNumberId', 5], ['nobody', 11], ['offerTimeoutSeconds', 12], ['musicOnHold', 13], ['roles', 17], ['nora', 19], ['passwordHash', 21], ['timeoutSeconds', 23], ['because', 24], ['es', 25]];
    for (const [word, line] of mistakes) expect([word, line, lines.some((each) => each.includes(word) && new RegExp(`\\b${line}\\b`).test(each))]).toEqual([word, line, true]);
    expect(message).not.toMatch(/\n\s+at /);
  });

  it('says where a file is no YAML at all', async () => {
    expect(await refusal({}, 'numbers: [\n  - {')).toMatch(/contact-center\.yaml/);
  });
});
