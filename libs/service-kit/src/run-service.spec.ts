import { Body, Controller, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refused } from '@parley/contracts';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Caller, Public, Roles } from './auth/auth.guard';
import { SERVICE_TOKEN_HEADER, ServicesOnly, serviceToken } from './auth/service-token';
import { signAccessToken } from './auth/token-verifier';
import { parseContactCenter } from './contact-center/load-contact-center';
import { createLogger } from './logging/logger';
import { Parse } from './problems/parse';
import { createService } from './run-service';
import { loadSettings, ServiceSettings } from './settings/settings';

const AUTH_JWT_SECRET = 'a secret of thirty-two bytes or more';
const settings = loadSettings(ServiceSettings, { DATABASE_URL: 'postgres://u:p@h/d', CONTACT_CENTER_CONFIG: 'x', AUTH_JWT_SECRET });
const contactCenter = parseContactCenter(`
numbers: [{ phoneNumberId: "1", displayNumber: "+1", queue: q }]
queues: [{ id: q, name: Q, agents: [ana] }]
agents: [{ id: ana, name: Ana }, { id: sofia, name: Sofía, roles: [supervisor] }]
wrapUp: { defaultReason: r, reasons: [{ id: r, name: { en: R, es: R } }] }
`);
const Greeting = z.object({ name: z.string().min(1) });
class OutOfReach extends Error {}
class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
}

@Controller('things')
class ThingsController {
  @Get('who')
  who(@Caller() caller: Caller) {
    return caller;
  }
  @Get('supervised')
  @Roles('supervisor')
  supervised() {
    return { ok: true };
  }
  @Get('public')
  @Public()
  open() {
    return { ok: true };
  }
  @Get('internal')
  @ServicesOnly()
  internal() {
    return { ok: true };
  }
  @Post('greet')
  greet(@Body(new Parse(Greeting)) { name }: z.infer<typeof Greeting>) {
    return { hello: name };
  }
  @Post('do')
  act(@Body() body: unknown) {
    return { given: body ?? 'nothing' };
  }
  @Get('refused')
  refused() {
    throw new Refused('offer-closed', 'too late');
  }
  @Get('broken')
  broken() {
    throw new Error('a secret of ours');
  }
  @Get('contended')
  contended() {
    throw new RevisionConflict('others were first, every time');
  }
  @Get('away')
  away() {
    throw new OutOfReach();
  }
}

let app: NestFastifyApplication;
let healthy = true;

beforeAll(async () => {
  app = await createService({
    settings,
    contactCenter,
    logger: createLogger('spec', 'silent'),
    isOutage: (error) => error instanceof OutOfReach,
    module: { controllers: [ThingsController] },
    checks: {
      engine: () => {
        if (!healthy) throw new Error('the engine is cold');
      },
    },
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

async function call(method: 'GET' | 'POST', url: string, agentId?: string, { payload, headers = {} }: { payload?: string | Readable; headers?: Record<string, string> } = {}) {
  const authorization = agentId ? { authorization: `Bearer ${await signAccessToken(AUTH_JWT_SECRET, agentId)}` } : {};
  const answer = await app.inject({ method, url, headers: { ...authorization, ...headers }, ...(payload !== undefined && { payload }) });
  return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown>, headers: answer.headers };
}

describe('a service', () => {
  it('knows its caller and lets nobody in without a token', async () => {
    expect(await call('GET', '/things/who', 'ana')).toMatchObject({ status: 200, body: { agentId: 'ana', name: 'Ana', roles: ['agent'] } });
    const refused = await call('GET', '/things/who');
    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated', status: 401 }, headers: { 'content-type': 'application/problem+json; charset=utf-8', 'www-authenticate': 'Bearer' } });
    expect(await call('GET', '/things/public')).toMatchObject({ status: 200 });
  });

  it('asks for roles, and for the services’ own token', async () => {
    expect(await call('GET', '/things/supervised', 'sofia')).toMatchObject({ status: 200 });
    expect(await call('GET', '/things/supervised', 'ana')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await call('GET', '/things/internal', 'sofia')).toMatchObject({ status: 401 });
    expect(await call('GET', '/things/internal', undefined, { headers: { [SERVICE_TOKEN_HEADER]: serviceToken(settings) } })).toMatchObject({ status: 200 });
  });

  it('says what is wrong with a body', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await call('POST', '/things/greet', 'ana', { payload: '{"name":""}', headers: json })).toMatchObject({ status: 400, body: { code: 'invalid-request', detail: expect.stringContaining('name: ') } });
    expect(await call('POST', '/things/greet', 'ana', { payload: '{nonsense', headers: json })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await call('POST', '/things/greet', 'ana')).toMatchObject({ status: 400 });
    expect(await call('POST', '/things/greet', 'ana', { payload: JSON.stringify({ name: 'x'.repeat(2_000_000) }), headers: json })).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    expect(await call('GET', '/things/nowhere', 'ana')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'text/plain', 'application/x-www-form-urlencoded'])('takes an empty body of %s for none', async (type) => {
    for (const length of [{}, { 'content-length': '0' }] as Record<string, string>[])
      expect(await call('POST', '/things/do', 'ana', { headers: { 'content-type': type, ...length } })).toMatchObject({ status: 201, body: { given: 'nothing' } });
    expect(await call('POST', '/things/greet', 'ana', { headers: { 'content-type': type } })).toMatchObject({ status: 400, body: { code: 'invalid-request', detail: expect.stringContaining('name: ') } });
  });

  it('takes an empty body for none also when its length was not told', async () => {
    const json = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    expect(await call('POST', '/things/do', 'ana', { payload: Readable.from([]), headers: json })).toMatchObject({ status: 201, body: { given: 'nothing' } });
    expect(await call('POST', '/things/do', 'ana', { payload: Readable.from(['{"a":', '1}']), headers: json })).toMatchObject({ status: 201, body: { given: { a: 1 } } });
  });

  it('answers refusals, outages and faults as problems, and tells nothing of a fault', async () => {
    expect(await call('GET', '/things/refused', 'ana')).toMatchObject({ status: 409, body: { code: 'offer-closed', detail: 'too late', title: expect.any(String), traceId: expect.any(String) } });
    expect(await call('GET', '/things/away', 'ana')).toMatchObject({ status: 503, body: { code: 'unavailable' }, headers: { 'retry-after': '1' } });
    expect(await call('GET', '/things/contended', 'ana')).toMatchObject({ status: 503, body: { code: 'unavailable' }, headers: { 'retry-after': '1' } });
    const broken = await call('GET', '/things/broken', 'ana');
    expect(broken).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(broken.body)).not.toContain('secret');
  });

  it('is ready when every check passes, and says which does not', async () => {
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
    healthy = false;
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 503, body: { checks: { engine: 'the engine is cold' } } });
    expect(await call('GET', '/health/live')).toMatchObject({ status: 200 });
    healthy = true;
  });
});
