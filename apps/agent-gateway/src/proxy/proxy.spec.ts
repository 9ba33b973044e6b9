import { createHash, randomBytes } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { GatewayUnderTest } from '../testing/gateway.spec-kit';
import { json } from '../testing/stand-in.spec-kit';
import { forwardedHeaders } from './proxied-paths';

describe('the proxy', () => {
  const gateway = new GatewayUnderTest();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  it.each([
    ['GET', '/api/me', 'routing'],
    ['PUT', '/api/me/state', 'routing'],
    ['GET', '/api/directory/queues?search=a%20b', 'routing'],
    ['GET', '/api/idle-reasons', 'routing'],
    ['GET', '/api/tasks', 'conversation'],
    ['POST', '/api/conversations/c1/messages', 'conversation'],
    ['GET', '/api/conversations/c1/events?asOf=2026-01-01T00:00:00Z', 'conversation'],
    ['GET', '/api/conversations/c1/media/123', 'channel-ingestion'],
    ['GET', '/api/canned-responses?lang=es', 'conversation'],
    ['GET', '/api/templates?queue=support', 'conversation'],
    ['GET', '/api/wrap-up-reasons?lang=es', 'wrap-up-reporting'],
    ['GET', '/api/reports/queues?from=x', 'wrap-up-reporting'],
    ['GET', '/webhooks/whatsapp?hub.mode=subscribe', 'channel-ingestion'],
  ] as const)('sends %s %s to %s, token and all', async (method, url, name) => {
    const service = gateway.services[name].on(url.split('?')[0]!, (_request, response) => json(response, 202, { from: name }));
    const body = method === 'GET' ? undefined : '{"text":"ola\\u0301"}';
    const answer = await gateway.call(url, { method, body, headers: { authorization: 'Bearer abc', 'content-type': 'application/json', 'x-request-id': 'trace-1' } });
    expect([answer.status, await answer.json()]).toEqual([202, { from: name }]);
    expect(service.received.at(-1)).toMatchObject({ method, url, headers: { authorization: 'Bearer abc', 'x-request-id': 'trace-1' } });
    expect(service.received.at(-1)?.body.toString()).toBe(body ?? '');
  });

  it.each([undefined, ''])('passes a POST on that says JSON and has no body: %p', async (body) => {
    const service = gateway.services.conversation.on('/api/conversations/c1/end', (_request, response) => json(response, 200, {}));
    const answer = await gateway.call('/api/conversations/c1/end', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect([answer.status, service.received.at(-1)?.body.toString()]).toEqual([200, '']);
  });

  it('passes a webhook on byte for byte, however large it may be', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"\\ud83d\\/", \n"b":"'), randomBytes(3 * 1024 * 1024)]);
    const service = gateway.services['channel-ingestion'].on('/webhooks/whatsapp', (_request, response) => void response.end('EVENT_RECEIVED'));
    const answer = await gateway.call('/webhooks/whatsapp', { method: 'POST', body: bytes, headers: { 'content-type': 'application/json', 'x-hub-signature-256': 'sha256=ab' } });
    expect([answer.status, await answer.text()]).toEqual([200, 'EVENT_RECEIVED']);
    const received = service.received.at(-1)!;
    expect(digest(received.body)).toBe(digest(bytes));
    expect(received.headers['x-hub-signature-256']).toBe('sha256=ab');
  });

  it.each([true, false])('refuses a webhook of more than 4 MB (length told: %s)', async (told) => {
    const before = gateway.services['channel-ingestion'].received.length;
    expect(await post(gateway.url, Buffer.alloc(4 * 1024 * 1024 + 1), told)).toEqual([413, 'payload-too-large']);
    expect(gateway.services['channel-ingestion'].received.length).toBe(before);
  });

  it('keeps inside headers inside', async () => {
    const service = gateway.services.routing.on('/api/me', (_request, response) => json(response, 200, {}));
    await gateway.call('/api/me', { headers: { 'x-parley-service-token': 'guess', 'x-parley-after': '999999' } });
    expect(Object.keys(service.received.at(-1)!.headers)).toEqual(expect.not.arrayContaining(['x-parley-service-token', 'x-parley-after']));
  });

  it('lets routing know which places the caller has just set free, and nobody else', async () => {
    const { conversation, routing } = gateway.services;
    conversation.on('/api/conversations/c1/wrap-up', (_request, response) => void response.writeHead(204, { 'x-parley-released': 'leg-1' }).end());
    conversation.on('/api/tasks', (_request, response) => json(response, 200, {}));
    for (const path of ['/api/me', '/api/me/state']) routing.on(path, (_request, response) => json(response, 200, {}));
    const as = (who: string) => ({ authorization: `Bearer ${who}`, 'x-parley-released': 'guess' });
    const told = () => routing.received.at(-1)!.headers['x-parley-released'];
    await gateway.call('/api/me', { headers: as('releasing') });
    expect(told()).toBeUndefined();
    const answer = await gateway.call('/api/conversations/c1/wrap-up', { method: 'POST', headers: as('releasing') });
    expect([answer.status, answer.headers.get('x-parley-released')]).toEqual([204, null]);
    await gateway.call('/api/me', { headers: as('releasing') });
    expect(told()).toBe('leg-1');
    await gateway.call('/api/me/state', { method: 'PUT', headers: as('releasing') });
    expect(told()).toBe('leg-1');
    await gateway.call('/api/me', { headers: as('somebody else') });
    expect(told()).toBeUndefined();
    await gateway.call('/api/tasks', { headers: as('releasing') });
    expect(conversation.received.at(-1)!.headers['x-parley-released']).toBeUndefined();
  });

  it('drops what concerns one connection only', () => {
    expect(forwardedHeaders({ connection: 'close, X-Once', 'x-once': '1', host: 'a', 'keep-alive': '5', accept: '*/*' })).toEqual({ accept: '*/*' });
  });

  it('answers 503 with Retry-After while a service is away, and goes on when it is back', async () => {
    const service = gateway.services['wrap-up-reporting'].on('/api/wrap-up-reasons', (_request, response) => json(response, 200, {}));
    await service.stop();
    const away = await gateway.call('/api/wrap-up-reasons');
    expect([away.status, away.headers.get('retry-after'), away.headers.get('content-type')]).toEqual([503, '1', 'application/problem+json; charset=utf-8']);
    expect(await away.json()).toMatchObject({ code: 'unavailable', status: 503 });
    await service.start();
    expect((await gateway.call('/api/wrap-up-reasons')).status).toBe(200);
  });

  it('answers 503 when a service hangs up in the middle, and never asks twice', async () => {
    const service = gateway.services.conversation.on('/api/conversations/c9/end', (_request, response) => void response.destroy());
    const before = service.received.length;
    expect((await gateway.call('/api/conversations/c9/end', { method: 'POST' })).status).toBe(503);
    expect(service.received.length).toBe(before + 1);
  });

  it.each(['/api', '/api/nothing', '/api/reports', '/webhooks/other', '/internal/conversations/c1'])('knows no %s', async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await gateway.call(path, { method, headers: { accept: 'text/html' } });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not-found']);
    }
  });
});

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A POST whose length is told beforehand or not. */
function post(url: string, body: Buffer, told: boolean): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const headers = told ? { 'content-length': body.length } : { 'transfer-encoding': 'chunked' };
    const request = rawRequest(`${url}/webhooks/whatsapp`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        request.destroy();
        resolve([response.statusCode!, (JSON.parse(text) as { code: string }).code]);
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
