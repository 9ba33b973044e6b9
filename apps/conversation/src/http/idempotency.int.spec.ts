import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refused } from '@parley/contracts';
import { pause } from '@parley/event-sourcing';
import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createLogger, createService, loadSettings, parseContactCenter, signAccessToken } from '@parley/service-kit';
import type { Pool } from 'pg';
import { ConversationSettings, SCHEMA } from '../conversation.config';
import { MIGRATIONS } from '../migrations';
import { POOL } from '../tokens';
import { IdempotencyInterceptor } from './idempotency.interceptor';

const SECRET = 'a secret of thirty-two bytes or more';
const contactCenter = parseContactCenter(`
numbers: [{ phoneNumberId: "1", displayNumber: "+1", queue: q }]
queues: [{ id: q, name: Q, agents: [ana] }]
agents: [{ id: ana, name: Ana }]
wrapUp: { defaultReason: r, reasons: [{ id: r, name: { en: R, es: R } }] }
`);

/** How each call under way goes on. */
const gates: ((outcome: 'done' | 'refused') => void)[] = [];

@Controller('work')
@UseInterceptors(IdempotencyInterceptor)
class WorkController {
  @Post()
  async work(@Body() body: unknown): Promise<unknown> {
    const outcome = await new Promise((open) => gates.push(open));
    if (outcome === 'refused') throw new Refused('offer-closed');
    return { done: body };
  }
}

describe('a POST with an Idempotency-Key that is under way', () => {
  let database: TestDatabase;
  let pool: Pool;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { databaseUrl } = database;
    await migrate(databaseUrl, SCHEMA, MIGRATIONS);
    pool = openPool({ databaseUrl, applicationName: 'spec', schema: SCHEMA });
    const settings = loadSettings(ConversationSettings, { DATABASE_URL: databaseUrl, CONTACT_CENTER_CONFIG: 'here', AUTH_JWT_SECRET: SECRET });
    const module = { controllers: [WorkController], providers: [{ provide: POOL, useValue: pool }, IdempotencyInterceptor] };
    app = await createService({ settings, contactCenter, logger: createLogger('spec', 'silent'), module, checks: {} });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await pool.end();
    await database.drop();
  });
  beforeEach(() => void (gates.length = 0));

  async function work(key: string, payload = { a: 1 }) {
    const headers = { authorization: `Bearer ${await signAccessToken(SECRET, 'ana')}`, 'idempotency-key': key };
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/work', headers, payload });
    return [statusCode, JSON.parse(body) as object];
  }
  const underWay = async (count: number) => {
    while (gates.length < count) await pause(2);
  };

  it('gives its answer to whoever repeats it meanwhile', async () => {
    const calls = [1, 2, 3].map(() => work('twins'));
    await underWay(1);
    await expect(work('twins', { a: 2 })).resolves.toEqual([400, expect.objectContaining({ code: 'invalid-request' })]);
    gates[0]!('done');
    expect(await Promise.all(calls)).toEqual(calls.map(() => [201, { done: { a: 1 } }]));
    expect(gates).toHaveLength(1);
  });

  it('leaves its place to whoever repeats it when it is refused', async () => {
    const calls = [1, 2].map(() => work('again'));
    await underWay(1);
    gates[0]!('refused');
    await underWay(2);
    gates[1]!('done');
    expect((await Promise.all(calls)).sort()).toEqual([[201, { done: { a: 1 } }], [409, expect.objectContaining({ code: 'offer-closed' })]]);
  });

  it('is a conflict for who has waited for too long', async () => {
    const first = work('slow');
    await underWay(1);
    expect(await work('slow')).toEqual([409, expect.objectContaining({ code: 'conflict' })]);
    gates[0]!('done');
    expect((await first)[0]).toBe(201);
  });
});
