import { GatewayUnderTest } from '../testing/gateway.spec-kit';
import { json } from '../testing/stand-in.spec-kit';

describe('the desktop', () => {
  const gateway = new GatewayUnderTest();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  it.each(['/', '/index.html', '/conversations/c1', '/reports?from=2026-01-01'])('gives its page at %s', async (path) => {
    const answer = await gateway.call(path, { headers: { accept: 'text/html,*/*' } });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<title>Parley</title>')]);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets hashed files be kept for ever', async () => {
    const answer = await gateway.call('/assets/index-B1a2C3d4.js');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(answer.headers.get('content-type')).toContain('javascript');
  });

  it.each(['/assets/gone-B1a2C3d4.js', '/../package.json', '/..%2fpackage.json', '/.env'])('has no %s', async (path) => {
    const answer = await gateway.call(path, { headers: { accept: 'text/html' } });
    expect(await answer.text()).not.toContain('<title>');
    expect([403, 404]).toContain(answer.status);
  });

  it('gives no page to a program that wants none', async () => {
    expect((await gateway.call('/somewhere', { headers: { accept: 'application/json' } })).status).toBe(404);
  });
});

describe('health', () => {
  const gateway = new GatewayUnderTest();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  it('is ready when every service is', async () => {
    expect((await gateway.call('/health/ready')).status).toBe(200);
  });

  it.each(['channel-ingestion', 'conversation', 'routing', 'wrap-up-reporting'] as const)('is not ready while %s is not', async (name) => {
    const service = gateway.services[name].on('/health/ready', (_request, response) => json(response, 503, {}));
    const answer = await gateway.call('/health/ready');
    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ checks: expect.objectContaining({ [name]: `${name} is not ready` }) })]);
    service.on('/health/ready', (_request, response) => json(response, 200, {}));
    expect((await gateway.call('/health/ready')).status).toBe(200);
    expect((await gateway.call('/health/live')).status).toBe(200);
  });
});
