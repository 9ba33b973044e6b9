import { randomUUID } from 'node:crypto';
import { eventually } from './testing/eventually';
import { installed } from './testing/installation';
import { type Customer, someone } from './testing/meta';
import { type Answer, ask, Person } from './testing/person';

const REPORTS = ['conversations', 'queues', 'agents', 'wrap-up-reasons'];

/** The answer is a problem of RFC 9457 with this code. */
function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: expect.any(String), title: expect.any(String), status, code });
  expect(answer.text).not.toMatch(/node_modules|\bat .+:\d+:\d+/);
}

describe('who may do what', () => {
  const suite = installed({ queues: { care: { agents: ['nora'] }, orders: { agents: ['omar', 'pia'] } } });
  let customer: Customer;
  let nora: Person;
  let omar: Person;
  let vera: Person;
  let yuki: Person;
  let path: string;

  beforeAll(async () => {
    customer = someone('Ms Private');
    [nora, omar, vera, yuki] = await suite.here.signInAll('nora', 'omar', 'vera', 'yuki');
    await suite.here.meta.text(customer, 'a secret of mine');
    await nora.sets('available');
    const { conversationId } = await nora.takes(customer);
    path = `/api/conversations/${conversationId}`;
  });

  const commands = (): [string, unknown][] => [
    [`${path}/accept`, { offerId: randomUUID() }],
    [`${path}/messages`, { messageId: randomUUID(), type: 'text', text: 'I should not be here' }],
    [`${path}/transfer`, { target: { type: 'queue', id: 'orders' } }],
    [`${path}/conference`, { target: { type: 'agent', id: 'omar' } }],
    [`${path}/conference/cancel`, {}],
    [`${path}/conference/exit`, {}],
    [`${path}/conference/remove`, { agentId: 'nora' }],
    [`${path}/conference/end`, {}],
    [`${path}/wrap-up`, { reasonId: 'solved' }],
  ];

  it('is nothing without a token, or with one that is not ours', async () => {
    const reads = ['/api/me', '/api/tasks', '/api/live', '/api/directory/queues', '/api/directory/agents', '/api/wrap-up-reasons', '/api/reports/conversations', path, `${path}/messages`, `${path}/events`];
    const [header, payload] = nora.token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const authorization of [undefined, 'Bearer', 'Bearer nonsense', `Bearer ${nora.token}x`, `Bearer ${header}.${payload}.`, `Bearer ${none}.${payload}.`, `Basic ${nora.token}`]) {
      const headers = { ...(authorization && { authorization }) };
      for (const read of reads) expectProblem(await ask(suite.here.url + read, { headers }), 401, 'unauthenticated');
      for (const [command, body] of [...commands(), [`${path}/end`, {}]] as const)
        expectProblem(await ask(suite.here.url + command, { method: 'POST', body, headers }), 401, 'unauthenticated');
      expectProblem(await ask(`${suite.here.url}/api/me/state`, { method: 'PUT', body: { state: 'available' }, headers }), 401, 'unauthenticated');
    }
  });

  it('is nothing in a conversation for an agent who is not in it', async () => {
    for (const read of [path, `${path}/messages`]) expectProblem(await omar.get(read), 403, 'not-a-participant');
    expectProblem(await omar.get(`${path}/events`), 403, 'forbidden');
    for (const [command, body] of [...commands().slice(1), [`${path}/end`, {}]] as const) expectProblem(await omar.post(command, body), 403, 'not-a-participant');
    const accept = await omar.post(...commands()[0]!);
    expect([403, 409]).toContain(accept.status);
    expect(await nora.conversation(path.split('/').at(-1)!)).toMatchObject({ status: 'active', participants: [{ agentId: 'nora' }] });
  });

  it('is to read everything and to write nothing for a supervisor', async () => {
    expect(await vera.gets(path)).toMatchObject({ status: 'active' });
    expect((await vera.gets<any>(`${path}/messages`)).items).toEqual([expect.objectContaining({ text: 'a secret of mine' })]);
    expect((await vera.gets<any>(`${path}/events`)).items.length).toBeGreaterThan(3);
    for (const report of REPORTS) await vera.gets(`/api/reports/${report}`);
    expectProblem(await vera.post(`${path}/messages`, { messageId: randomUUID(), type: 'text', text: 'hello' }), 403, 'not-a-participant');
    expect((await vera.put('/api/me/state', { state: 'available' })).status).toBe(403);
  });

  it('is to read reports and nothing else for an analyst', async () => {
    for (const report of REPORTS) expect((await yuki.gets<any>(`/api/reports/${report}`)).items).toEqual(expect.any(Array));
    expect((await yuki.gets<any>('/api/me'))).toMatchObject({ agentId: 'yuki', roles: ['analyst'] });
    for (const read of [path, `${path}/messages`, `${path}/events`]) expect((await yuki.get(read)).status).toBe(403);
    for (const [command, body] of commands()) expect([command, (await yuki.post(command, body)).status]).toEqual([command, 403]);
  });

  it('is no report and no list of conversations for an agent', async () => {
    expectProblem(await nora.get('/api/conversations'), 403, 'forbidden');
    expectProblem(await yuki.get('/api/conversations'), 403, 'forbidden');
    expect((await vera.gets<any>('/api/conversations')).items.length).toBeGreaterThan(0);
    for (const report of REPORTS) expectProblem(await nora.get(`/api/reports/${report}`), 403, 'forbidden');
  });

  it('is told as not found for what does not exist', async () => {
    const nowhere = `/api/conversations/${randomUUID()}`;
    for (const read of [nowhere, `${nowhere}/messages`, `${nowhere}/events`, '/api/reports/horoscopes', '/api/nothing']) expectProblem(await vera.get(read), 404, 'not-found');
    expectProblem(await nora.post(`${nowhere}/end`), 404, 'not-found');
    expectProblem(await nora.post(`${nowhere}/messages`, { messageId: randomUUID(), type: 'text', text: 'hello?' }), 404, 'not-found');
    for (const odd of ['%2e%2e', '..%2f..%2finternal', 'a%27%3b--', '%F0%9F%A7%AA', 'x'.repeat(3_000)]) {
      const answer = await vera.get(`/api/conversations/${odd}`);
      expect([odd, answer.status >= 400 && answer.status < 500]).toEqual([odd, true]);
    }
  });

  it('does not reach the services behind the gateway', async () => {
    for (const inner of ['/internal/agents/nora/sign-in', '/internal/reservations', '/api/internal/reservations', '/metrics'])
      expect([inner, (await ask(suite.here.url + inner, { method: 'POST', body: {} })).status]).toEqual([inner, 404]);
  });

  it('is told as a problem for what cannot be read', async () => {
    for (const body of ['', '{', '[]', 'null', '"text"', '{"messageId":7,"type":"text","text":"x"}', '{"messageId":"m","type":"text"}', '{"messageId":"","type":"text","text":"x"}'])
      expectProblem(await nora.post(`${path}/messages`, body), 400, 'invalid-request');
    for (const target of [undefined, {}, { type: 'planet', id: 'x' }, { type: 'queue' }]) expectProblem(await nora.post(`${path}/transfer`, { target }), 400, 'invalid-request');
    for (const state of [{ state: 'asleep' }, {}, { state: 'rona' }]) expectProblem(await nora.put('/api/me/state', state), 400, 'invalid-request');
  });

  it('is described in an OpenAPI document, which anyone may read', async () => {
    const { status, body } = await ask(`${suite.here.url}/api/openapi.json`);
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\./);
    const conversation = '/api/conversations/{id}';
    const calls: [string, string][] = [
      ['post', '/api/auth/token'], ['get', '/api/me'], ['put', '/api/me/state'], ['get', '/api/tasks'], ['get', '/api/live'],
      ['post', `${conversation}/accept`], ['get', conversation], ['get', `${conversation}/messages`], ['post', `${conversation}/messages`],
      ['get', '/api/directory/queues'], ['get', '/api/directory/agents'], ['post', `${conversation}/transfer`], ['post', `${conversation}/conference`],
      ['post', `${conversation}/conference/cancel`], ['post', `${conversation}/conference/exit`], ['post', `${conversation}/conference/remove`],
      ['post', `${conversation}/conference/end`], ['post', `${conversation}/end`], ['get', '/api/wrap-up-reasons'], ['post', `${conversation}/wrap-up`],
      ['get', `${conversation}/events`], ...REPORTS.map((report): [string, string] => ['get', `/api/reports/${report}`]),
      ['get', '/webhooks/whatsapp'], ['post', '/webhooks/whatsapp'],
    ];
    for (const [method, at] of calls) expect([method, at, body.paths[at]?.[method] !== undefined]).toEqual([method, at, true]);
  });

  it('is the desktop, the events\' description and the health for everyone', async () => {
    const page = await ask(`${suite.here.url}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    await eventually('ready', () => ask(`${suite.here.url}/health/ready`), ({ status }) => status === 200);
    const asyncApi = await ask(`${suite.here.url}/api/asyncapi.json`);
    expect(asyncApi.status).toBe(200);
    for (const topic of ['channel.inbound.v1', 'conversation.commands.v1', 'conversation.events.v1', 'agent.events.v1']) expect(asyncApi.text).toContain(topic);
  });

  it('is CSV for every report, by the hour too', async () => {
    for (const report of REPORTS) {
      const { status, headers, text } = await yuki.get(`/api/reports/${report}?interval=hour`, { accept: 'text/csv' });
      expect([report, status, headers.get('content-type')]).toEqual([report, 200, expect.stringContaining('text/csv')]);
      expect(text.split('\r\n').length).toBeGreaterThan(1);
    }
    expectProblem(await yuki.get('/api/reports/queues?interval=fortnight'), 400, 'invalid-request');
    expectProblem(await yuki.get('/api/reports/conversations?limit=0'), 400, 'invalid-request');
  });

  describe('wrap-up reasons', () => {
    const names = async (query: string) => (await nora.gets<any>(`/api/wrap-up-reasons?${query}`)).items.map(({ name }: { name: string }) => name);

    it('come in both languages, with the default', async () => {
      expect(await nora.gets('/api/wrap-up-reasons?lang=en')).toEqual({
        items: [{ id: 'solved', name: 'Solved' }, { id: 'refund', name: 'Refund agreed' }, { id: 'cafe', name: 'Café question' }, { id: 'unsaid', name: 'Nothing said' }],
        default: 'unsaid',
      });
      expect(await names('lang=es')).toEqual(['Solución encontrada', 'Devolución acordada', 'Pregunta sobre el café', 'Sin decir']);
      expect(await names('lang=es-MX')).toContain('Sin decir');
      expect(await names('')).toContain('Solved');
    });

    it.each([
      ['lang=en&search=cafe', ['Café question']],
      ['lang=en&search=CAF%C3%89', ['Café question']],
      ['lang=en&search=cafe%CC%81', ['Café question']],
      ['lang=es&search=solucion', ['Solución encontrada']],
      ['lang=es&search=DEVOLUCI%C3%93N', ['Devolución acordada']],
      ['lang=es&search=CI%C3%B3n', ['Solución encontrada', 'Devolución acordada']],
      ['lang=en&search=%25', []],
      ['lang=en&search=xyzzy', []],
    ])('are found by %s', async (query, found) => {
      expect(await names(query)).toEqual(found);
    });
  });

  it('is who can be asked now, in the directory', async () => {
    const agents = async (who: Person, query = '') => (await who.gets<any>(`/api/directory/agents${query}`)).items;
    expect(await agents(omar)).toEqual([{ agentId: 'nora', name: 'Nora Quist' }]);
    expect(await agents(nora)).toEqual([]);
    const pia = await suite.here.signIn('pia');
    await pia.sets('available');
    expect(await eventually('pia', () => agents(nora, '?search=ota'), (found) => found.length > 0)).toEqual([{ agentId: 'pia', name: 'Pia Ōta' }]);
    expect(await agents(pia)).toEqual([{ agentId: 'nora', name: 'Nora Quist' }]);
    expect(await agents(nora, '?search=nora')).toEqual([]);
    expect((await nora.gets<any>('/api/directory/queues?search=ordenes')).items).toEqual([{ id: 'orders', name: 'Órdenes & returns', availableAgents: 1, waiting: 0 }]);
    await pia.sets('offline');
    await eventually('nobody', () => agents(nora), (found) => found.length === 0);
  });

  it('is over when somebody tries passwords', async () => {
    const attempt = (password: string) => ask(`${suite.here.url}/api/auth/token`, { method: 'POST', body: { username: 'tove', password } });
    const statuses: number[] = [];
    for (let at = 0; at < 30 && !statuses.includes(429); at += 1) statuses.push((await attempt(`guess ${at}`)).status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    const last = await attempt('one more');
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
