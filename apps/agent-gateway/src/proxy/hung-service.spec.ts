import type { ServerResponse } from 'node:http';
import { GatewayUnderTest } from '../testing/gateway.spec-kit';
import { json } from '../testing/stand-in.spec-kit';

const CALLS_MAX = 20;

describe('a service that hangs', () => {
  const gateway = new GatewayUnderTest(undefined, { UPSTREAM_CALLS_MAX: String(CALLS_MAX) });
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  it('collects so many calls and no more, and holds up no other service', async () => {
    const { conversation, routing } = gateway.services;
    const hanging: ServerResponse[] = [];
    conversation.on('/api/tasks', (_request, response) => void hanging.push(response));
    routing.on('/api/me', (_request, response) => json(response, 200, {}));
    const waiting = Array.from({ length: CALLS_MAX }, () => gateway.call('/api/tasks').then(({ status }) => status));
    while (hanging.length < CALLS_MAX) await new Promise(setImmediate);

    const refused = await gateway.call('/api/tasks');
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([503, '1', expect.objectContaining({ code: 'unavailable' })]);
    expect((await gateway.call('/api/conversations/c1/messages', { method: 'POST', body: '{"text":"hello"}', headers: { 'content-type': 'application/json' } })).status).toBe(503);
    expect((await gateway.call('/api/me')).status).toBe(200);
    expect((await gateway.call('/health/ready')).status).toBe(503);

    conversation.on('/api/tasks', (_request, response) => json(response, 200, {}));
    for (const response of hanging) json(response, 200, {});
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([200]));
    expect((await gateway.call('/api/tasks')).status).toBe(200);
  });

  it('forgets the calls whose caller has gone', async () => {
    const { conversation } = gateway.services;
    for (let round = 0; round < 2; round += 1) {
      const gone = new AbortController();
      const hanging: ServerResponse[] = [];
      conversation.on('/api/tasks', (_request, response) => void hanging.push(response));
      const waiting = Array.from({ length: CALLS_MAX }, () => gateway.call('/api/tasks', { signal: gone.signal }).catch(() => undefined));
      while (hanging.length < CALLS_MAX) await new Promise(setImmediate);
      const closed = Promise.all(hanging.map((response) => new Promise((resolve) => response.once('close', resolve))));
      gone.abort();
      await Promise.all([...waiting, closed]);
    }
  });
});
