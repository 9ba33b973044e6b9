import { ACCESS_TOKEN_SECONDS, SERVICE_TOKEN_HEADER, serviceToken, TokenVerifier } from '@parley/service-kit';
import { GatewaySettings } from '../agent-gateway.config';
import { contactCenter, GatewayUnderTest, PASSWORD, SECRET } from '../testing/gateway.spec-kit';
import { json } from '../testing/stand-in.spec-kit';

// A password takes its time to check, fifteen of them on a busy machine more than that.
jest.setTimeout(60_000);

describe('signing in', () => {
  const gateway = new GatewayUnderTest();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  const signIn = (username: unknown, password: unknown) =>
    gateway.call('/api/auth/token', { method: 'POST', body: JSON.stringify({ username, password }), headers: { 'content-type': 'application/json' } });

  it('tells the desktop to ask for a password', async () => {
    expect(await (await gateway.call('/api/auth/settings')).json()).toEqual({ mode: 'local' });
  });

  it('gives a token that every service knows, and signs the agent in with routing', async () => {
    const answer = await signIn('ana', PASSWORD);
    const token = (await answer.json()) as { accessToken: string };
    expect([answer.status, token]).toEqual([200, { accessToken: expect.any(String), tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_SECONDS }]);
    const settings = { AUTH_MODE: 'local', AUTH_JWT_SECRET: SECRET } as const;
    await expect(new TokenVerifier(settings, contactCenter).caller(`Bearer ${token.accessToken}`)).resolves.toMatchObject({ agentId: 'ana' });
    expect(gateway.services.routing.received.at(-1)).toMatchObject({
      method: 'POST',
      url: '/internal/agents/ana/sign-in',
      headers: { [SERVICE_TOKEN_HEADER]: serviceToken({ AUTH_JWT_SECRET: SECRET }) },
    });
  });

  it('does not ask routing for someone who is no agent', async () => {
    const before = gateway.services.routing.received.length;
    expect((await signIn('sue', PASSWORD)).status).toBe(200);
    expect(gateway.services.routing.received.length).toBe(before);
  });

  it.each([
    ['a wrong password', 'ben', 'wrong'],
    ['a name that nobody has', 'nobody', PASSWORD],
  ])('refuses %s', async (_what, username, password) => {
    const answer = await signIn(username, password);
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'unauthenticated' })]);
  });

  it.each([
    ['ana', undefined],
    ['', 'x'],
    [{ a: 1 }, 'x'],
  ])('refuses what is no sign-in: %p', async (username, password) => {
    expect((await signIn(username, password)).status).toBe(400);
  });

  it('slows guessing down, for one name at a time', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn('guessed', 'guess')));
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const late = await signIn('guessed', 'guess');
    expect([late.status, await late.json()]).toEqual([429, expect.objectContaining({ code: 'too-many-requests' })]);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('ana', PASSWORD)).status).toBe(200);
  });

  it('lets one agent sign in from many pages at once', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => signIn('ana', PASSWORD)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('is unavailable while routing does not take the sign-in', async () => {
    gateway.services.routing.on('/internal/agents/ben/sign-in', (_request, response) => json(response, 500, {}));
    const answer = await signIn('ben', PASSWORD);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  });
});

describe('signing in with an identity provider', () => {
  const gateway = new GatewayUnderTest(undefined, {
    AUTH_MODE: 'oidc', OIDC_ISSUER: 'https://id.example/realms/parley', OIDC_AUDIENCE: 'parley', OIDC_CLIENT_ID: 'desktop', OIDC_PARAMETERS: 'audience=parley',
  });
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  it('has no passwords here', async () => {
    const body = JSON.stringify({ username: 'ana', password: PASSWORD });
    const answer = await gateway.call('/api/auth/token', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
  });

  it('tells the desktop where and as whom to ask, and lets it speak to that place', async () => {
    const answer = await gateway.call('/api/auth/settings');
    expect(await answer.json()).toEqual({ mode: 'oidc', issuer: 'https://id.example/realms/parley', clientId: 'desktop', scope: 'openid profile', parameters: { audience: 'parley' } });
    const page = await gateway.call('/', { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-security-policy')).toContain("; connect-src 'self' https://id.example;");
  });
});

describe('the settings of an identity provider', () => {
  const read = (more: object) => GatewaySettings.safeParse({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', CONTACT_CENTER_CONFIG: 'none', AUTH_JWT_SECRET: SECRET, ...more });

  it.each([{ OIDC_SCOPE: 'profile' }, { OIDC_SCOPE: 'openid  profile' }, { OIDC_PARAMETERS: 'audience' }, { OIDC_PARAMETERS: 'a=b c' }])('are refused when they are %j', (more) => {
    expect(read(more).error?.issues.map(({ path }) => path)).toEqual([Object.keys(more)]);
  });
});
