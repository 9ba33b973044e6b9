import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ChannelInbound, type InboundMessage, inboundKey, TOPICS } from '@parley/contracts';
import { createEventStore, type OwnedEventStore } from '@parley/event-store';
import { type BusRecord, derivedId, type MessageBus } from '@parley/event-sourcing';
import { createMessageBus } from '@parley/message-bus';
import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createLogger, loadSettings, parseContactCenter, signAccessToken } from '@parley/service-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConversationSettings, SCHEMA } from './conversation.config';
import { createConversationService } from './conversation.service';
import { MIGRATIONS } from './migrations';

const SECRET = 'a secret of thirty-two bytes or more';
const NUMBER = '100000000000001';
const BUSY_NUMBER = '100000000000002';
const contactCenter = parseContactCenter(`
numbers:
  - { phoneNumberId: "${NUMBER}", displayNumber: "+1 555 010 0001", queue: support }
  - { phoneNumberId: "${BUSY_NUMBER}", displayNumber: "+1 555 010 0002", queue: busy }
queues:
  - { id: support, name: Support, agents: [ana, ben], offerTimeoutSeconds: 1, lastAgent: true }
  - { id: busy, name: Busy, agents: [ana], priority: 7, overflow: { afterSeconds: 1, queue: support } }
agents: [{ id: ana, name: Ana }, { id: ben, name: Ben }, { id: sofia, name: Sofía, roles: [supervisor] }]
wrapUp:
  timeoutSeconds: 5
  defaultReason: none-given
  reasons: [{ id: resolved, name: { en: Resolved, es: Resuelto } }, { id: none-given, name: { en: None given, es: Sin motivo } }]
`);
const logger = createLogger('conversation', 'silent');

let database: TestDatabase;
let store: OwnedEventStore;
let bus: MessageBus;
let app: NestFastifyApplication;
let close: () => Promise<void>;
const published: BusRecord[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { databaseUrl } = database;
  const settings = loadSettings(ConversationSettings, { DATABASE_URL: databaseUrl, CONTACT_CENTER_CONFIG: 'here', AUTH_JWT_SECRET: SECRET });
  await migrate(databaseUrl, SCHEMA, MIGRATIONS);
  store = await createEventStore({ databaseUrl, applicationName: 'spec' });
  bus = await createMessageBus({ databaseUrl, applicationName: 'spec' });
  ({ app, close } = await createConversationService({ settings, contactCenter, logger, store, bus }));
  await app.listen(0, '127.0.0.1');
  bus.consume({
    group: 'spec',
    topics: [TOPICS.conversationEvents],
    onBatch: async (records) => void published.push(...records),
  });
}, 60_000);

afterAll(async () => {
  await close?.();
  await bus?.close();
  await store?.close();
  await database?.drop();
});

async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined, timeoutMs = 15_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}

let counter = 0;
function written(phone: string, over: Partial<InboundMessage> = {}): InboundMessage {
  counter += 1;
  const now = new Date().toISOString();
  return {
    kind: 'message',
    phoneNumberId: NUMBER,
    wamid: `wamid.${phone}.${counter}`,
    customer: { phone, name: 'Cara Customer' },
    messageType: 'text',
    text: `text ${counter}`,
    channelTimestamp: now,
    receivedAt: now,
    raw: {},
    ...over,
  };
}

const receive = (...records: ChannelInbound[]) =>
  bus.publish(
    TOPICS.channelInbound,
    records.map((value) => ({ key: value.kind === 'message' ? inboundKey(value.phoneNumberId, value.customer) : 'other', value })),
  );

const eventsFor = (phone: string) => {
  const started = published.filter(({ value }) => (value as { customer?: { phone: string } }).customer?.phone === phone);
  const ids = new Set(started.map(({ key }) => key));
  return published.filter(({ key }) => ids.has(key));
};
const types = (records: readonly BusRecord[]) => records.map(({ headers }) => headers['ce_type']);

async function call(agentId: string, method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}) {
  const answer = await app.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${await signAccessToken(SECRET, agentId)}`, ...headers },
    ...(body && { payload: body }),
  });
  return { status: answer.statusCode, body: answer.body ? (JSON.parse(answer.body) as Record<string, never>) : undefined };
}

async function queuedConversation(phone: string): Promise<{ id: string; entryId: string }> {
  await receive(written(phone));
  const queued = await until('the queue', () => eventsFor(phone).findLast(({ headers }) => headers['ce_type'] === 'Queued'));
  return { id: queued.key, entryId: (queued.value as { entryId: string }).entryId };
}

async function offer(id: string, entryId: string, agentId: string, offerTimeoutSeconds = 30): Promise<string> {
  const offerId = derivedId('spec', id, agentId, counter++);
  const value = { type: 'OfferConversation', conversationId: id, entryId, offerId, kind: 'queue', agentId, agentName: agentId, queueId: 'support', queueName: 'Support', offerTimeoutSeconds };
  await bus.publish(TOPICS.conversationCommands, [{ key: id, value }]);
  await until('the offer', () => published.find(({ value: event }) => (event as { type: string; offerId?: string }).type === 'Offered' && (event as { offerId?: string }).offerId === offerId));
  return offerId;
}

async function activeConversation(phone: string): Promise<string> {
  const { id, entryId } = await queuedConversation(phone);
  const offerId = await offer(id, entryId, 'ana');
  expect(await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId })).toMatchObject({ status: 200, body: { status: 'active' } });
  return id;
}

describe('the conversation service', () => {
  it('makes one conversation of eight first messages at once, and one message of five equal ones', async () => {
    const messages = Array.from({ length: 8 }, () => written('+12025550001'));
    await Promise.all(messages.map((message) => receive(message)));
    await Promise.all(Array.from({ length: 5 }, () => receive(messages[0]!)));
    await receive(written('+12025550001', { text: 'the last' }));
    const events = await until('the last message', () => {
      const all = eventsFor('+12025550001');
      return all.some(({ value }) => (value as { text?: string }).text === 'the last') ? all : undefined;
    });
    expect(types(events).filter((type) => type === 'ConversationStarted')).toHaveLength(1);
    expect(types(events).filter((type) => type === 'Queued')).toHaveLength(1);
    expect(types(events).filter((type) => type === 'MessageReceived')).toHaveLength(9);
    expect(events.map(({ headers }) => Number(headers['ce_revision']))).toEqual(events.map((_, at) => at));
  });

  it('leads a conversation from the offer to the report-worthy end', async () => {
    const { id, entryId } = await queuedConversation('+12025550002');
    const offerId = await offer(id, entryId, 'ana');
    expect((await call('ana', 'GET', '/api/tasks')).body).toMatchObject({ offers: [{ offerId, customerPhone: '+12025550002', sourceNumber: '+1 555 010 0001', queueName: 'Support' }] });
    expect((await call('ben', 'GET', '/api/tasks')).body).toEqual({ offers: [], conversations: [], wrapUps: [] });
    expect(await call('ben', 'POST', `/api/conversations/${id}/accept`, { offerId })).toMatchObject({ status: 403, body: { code: 'not-a-participant' } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId })).toMatchObject({ status: 200, body: { status: 'active', participants: [{ agentId: 'ana', name: 'ana', role: 'primary' }] } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId })).toMatchObject({ status: 200 });

    const message = { messageId: 'm-1', type: 'text', text: 'Good day, what can I do? ☺' };
    expect(await call('ana', 'POST', `/api/conversations/${id}/messages`, message)).toMatchObject({ status: 202, body: { messageId: 'm-1', status: 'pending', direction: 'outbound' } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/messages`, message)).toMatchObject({ status: 202, body: { messageId: 'm-1', text: message.text } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/messages`, { ...message, messageId: 'm-2', text: 'x'.repeat(4097) })).toMatchObject({ status: 422, body: { code: 'message-too-long' } });
    expect(await call('ben', 'POST', `/api/conversations/${id}/messages`, message)).toMatchObject({ status: 403 });

    expect((await call('ana', 'GET', `/api/conversations/${id}/messages`)).body).toMatchObject({ items: [{ direction: 'inbound', sender: { kind: 'customer', name: 'Cara Customer' } }, { messageId: 'm-1', status: 'pending' }] });
    expect(await call('ben', 'GET', `/api/conversations/${id}/messages`)).toMatchObject({ status: 403, body: { code: 'not-a-participant' } });
    expect(await call('sofia', 'GET', `/api/conversations/${id}`)).toMatchObject({ status: 200 });

    expect(await call('ana', 'POST', `/api/conversations/${id}/wrap-up`, { reasonId: 'resolved' })).toMatchObject({ status: 409, body: { code: 'wrap-up-not-due' } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/end`)).toMatchObject({ status: 200, body: { status: 'ended' } });
    expect((await call('ana', 'GET', '/api/tasks')).body).toMatchObject({ conversations: [], wrapUps: [{ conversationId: id, defaultReason: 'none-given' }] });
    expect(await call('ana', 'POST', `/api/conversations/${id}/wrap-up`, { reasonId: 'no-such' })).toMatchObject({ status: 422, body: { code: 'unknown-reason' } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/wrap-up`, { reasonId: 'resolved' })).toMatchObject({ status: 204 });
    expect(await call('ana', 'POST', `/api/conversations/${id}/wrap-up`, { reasonId: 'resolved' })).toMatchObject({ status: 204 });
    for (const again of ['end', 'conference/end', 'conference/cancel'])
      expect(await call('ana', 'POST', `/api/conversations/${id}/${again}`)).toMatchObject({ status: 403, body: { code: 'not-a-participant' } });
    expect(await call('ana', 'GET', `/api/conversations/${id}`)).toMatchObject({ status: 403 });

    const history = await call('sofia', 'GET', `/api/conversations/${id}/events`);
    expect((history.body as unknown as { items: { type: string }[] }).items.map(({ type }) => type)).toEqual([
      'ConversationStarted', 'MessageReceived', 'Queued', 'Offered', 'Accepted', 'MessageSent', 'Ended', 'WrapUpStarted', 'WrapUpApplied', 'ConversationClosed',
    ]);
    const all = (history.body as unknown as { items: object[] }).items;
    expect((await call('sofia', 'GET', `/api/conversations/${id}/events?after=1`)).body).toEqual({ items: all.slice(2) });
    expect((await call('sofia', 'GET', `/api/conversations/${id}/events?after=${all.length - 1}`)).body).toEqual({ items: [] });
    const page = async (query: string) => (await call('sofia', 'GET', `/api/conversations/${id}/events?${query}`)).body;
    expect(await page('limit=3')).toEqual({ items: all.slice(-3) });
    expect(await page('limit=3&before=5')).toEqual({ items: all.slice(2, 5) });
    expect(await page('limit=3&after=4')).toEqual({ items: all.slice(5, 8) });
    expect(await page('limit=2&asOf=3')).toEqual({ items: all.slice(2, 4) });
    const messages = (query: string) => call('sofia', 'GET', `/api/conversations/${id}/messages?${query}`);
    expect((await messages('asOf=5&limit=1')).body).toMatchObject({ items: [{ messageId: 'm-1', status: 'pending' }], before: '5' });
    const oldest = (await messages('asOf=5&limit=1&before=5')).body as unknown as { items: object[] };
    expect(oldest).toEqual({ items: [expect.objectContaining({ direction: 'inbound' })] });
    expect((await messages('asOf=4')).body).toEqual(oldest);
    expect(await call('ana', 'GET', `/api/conversations/${id}/messages?asOf=4`)).toMatchObject({ status: 403 });
    expect(await call('sofia', 'GET', `/api/conversations/${id.replace(/-\d+$/, '-9')}/events?after=3`)).toMatchObject({ status: 404 });
    expect(await call('sofia', 'GET', `/api/conversations/${id}/events?after=now`)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await call('ana', 'GET', `/api/conversations/${id}/events`)).toMatchObject({ status: 403, body: { code: 'forbidden' } });

    await receive(written('+12025550002', { text: 'One more thing' }));
    const next = await until('the next episode', () => eventsFor('+12025550002').find(({ value }) => (value as { episode?: number }).episode === 2));
    expect(next.value).toMatchObject({ type: 'ConversationStarted', continues: id, preferredAgentId: 'ana' });
    const waits = await until('the next wait', () => published.find(({ key, headers }) => key === next.key && headers['ce_type'] === 'Queued'));
    expect(waits.value).toMatchObject({ reason: 'new', preferredAgentId: 'ana' });
  });

  it('takes what nobody accepted in time to the queue that it overflows to', async () => {
    await receive(written('+12025550020', { phoneNumberId: BUSY_NUMBER }));
    const moved = await until('the overflow', () => eventsFor('+12025550020').find(({ value }) => (value as { reason?: string }).reason === 'overflow'));
    const first = eventsFor('+12025550020').find(({ headers }) => headers['ce_type'] === 'Queued')!.value as { arrivedAt: string };
    expect(first).toMatchObject({ queueId: 'busy', priority: 7, overflow: { queueId: 'support' } });
    expect(moved.value).toMatchObject({ queueId: 'support', queueName: 'Support', priority: 0, arrivedAt: first.arrivedAt });
  });

  it('misses an offer at its deadline and applies the default reason at its own, by durable timers', async () => {
    const { id, entryId } = await queuedConversation('+12025550003');
    await offer(id, entryId, 'ana', 1);
    const again = await until('the next wait', () => published.find(({ key, value }) => key === id && (value as { reason?: string }).reason === 'missed'));
    const offerId = await offer(id, (again.value as { entryId: string }).entryId, 'ben');
    await call('ben', 'POST', `/api/conversations/${id}/accept`, { offerId });
    await call('ben', 'POST', `/api/conversations/${id}/end`);
    const applied = await until('the wrap-up', () => published.find(({ key, headers }) => key === id && headers['ce_type'] === 'WrapUpApplied'));
    expect(applied.value).toMatchObject({ automatic: true, reasonId: 'none-given', agentId: 'ben' });
    expect((await call('ben', 'GET', '/api/tasks')).body).toEqual({ offers: [], conversations: [], wrapUps: [] });
  });

  it('shows deliveries upwards only, also when they come before WhatsApp’s id is known', async () => {
    const id = await activeConversation('+12025550004');
    await call('ana', 'POST', `/api/conversations/${id}/messages`, { messageId: 'm-4', type: 'text', text: 'Hello' });
    const at = new Date().toISOString();
    const status = (word: string): ChannelInbound => ({ kind: 'status', phoneNumberId: NUMBER, wamid: 'wamid.out.4', status: word, channelTimestamp: at, receivedAt: at, raw: {} });
    await receive(status('delivered'));
    await receive({ kind: 'outbound-result', conversationId: id, messageId: 'm-4', status: 'pending', wamid: 'wamid.out.4', at });
    const shown = () => call('ana', 'GET', `/api/conversations/${id}/messages`).then(({ body }) => (body as unknown as { items: { messageId: string; status?: string }[] }).items.find(({ messageId }) => messageId === 'm-4')?.status);
    await until('delivered', async () => ((await shown()) === 'delivered' ? true : undefined));
    await receive(status('sent'), status('read'), status('delivered'));
    await until('read', async () => ((await shown()) === 'read' ? true : undefined));
  });

  it('refuses free text after the service window', async () => {
    const { id, entryId } = await queuedConversation('+12025550005');
    const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
    await receive(written('+12025550006', { channelTimestamp: old }));
    const queued = await until('the old one', () => eventsFor('+12025550006').findLast(({ headers }) => headers['ce_type'] === 'Queued'));
    const offerId = await offer(queued.key, (queued.value as { entryId: string }).entryId, 'ana');
    await call('ana', 'POST', `/api/conversations/${queued.key}/accept`, { offerId });
    expect(await call('ana', 'POST', `/api/conversations/${queued.key}/messages`, { messageId: 'm', type: 'text', text: 'x' })).toMatchObject({ status: 409, body: { code: 'service-window-closed' } });
    const fresh = await offer(id, entryId, 'ana');
    await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId: fresh });
    expect(await call('ana', 'POST', `/api/conversations/${id}/messages`, { messageId: 'm', type: 'text', text: 'x' })).toMatchObject({ status: 202 });
    expect(await call('ana', 'POST', `/api/conversations/${id}/messages`, { messageId: 'n', type: 'image' })).toMatchObject({ status: 422, body: { code: 'unsupported-media' } });
  });

  it('answers a POST with the same Idempotency-Key as it did the first time', async () => {
    const id = await activeConversation('+12025550007');
    const key = { 'idempotency-key': 'k-1' };
    const first = await call('ana', 'POST', `/api/conversations/${id}/end`, undefined, key);
    expect(await call('ana', 'POST', `/api/conversations/${id}/end`, undefined, key)).toEqual(first);
    expect(await call('ana', 'POST', `/api/conversations/${id}/wrap-up`, { reasonId: 'resolved' }, key)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  it('knows a repeated request by its key also when its answer was never stored', async () => {
    const id = await activeConversation('+12025550011');
    const key = { 'idempotency-key': 'k-2' };
    const target = { type: 'queue', id: 'support' };
    expect(await call('ana', 'POST', `/api/conversations/${id}/transfer`, { target }, key)).toMatchObject({ status: 202 });
    const pool = openPool({ databaseUrl: database.databaseUrl, applicationName: 'spec', schema: SCHEMA });
    await pool.query('delete from idempotent_request');
    await pool.end();
    expect(await call('ana', 'POST', `/api/conversations/${id}/transfer`, { target }, key)).toMatchObject({ status: 202, body: { status: 'queued' } });
    expect(await call('ana', 'POST', `/api/conversations/${id}/transfer`, { target })).toMatchObject({ status: 403 });
    const { body } = await call('sofia', 'GET', `/api/conversations/${id}/events`);
    const transfers = (body as unknown as { items: { type: string }[] }).items.filter(({ type }) => type === 'TransferRequested');
    expect(transfers).toHaveLength(1);
  });

  it('lets a supervisor, and nobody else, move a conversation, take that back and end it', async () => {
    const id = await activeConversation('+12025550013');
    const move = (agentId: string, target: object, headers = {}) => call(agentId, 'POST', `/api/conversations/${id}/reassign`, { target }, headers);
    const toBusy = { type: 'queue', id: 'busy' };
    expect(await move('ana', toBusy)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await move('sofia', { type: 'planet', id: 'x' })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await move('sofia', { type: 'queue', id: 'nowhere' })).toMatchObject({ status: 422, body: { code: 'unknown-target' } });
    for (const id of ['nobody', 'sofia']) expect(await move('sofia', { type: 'agent', id })).toMatchObject({ status: 422, body: { code: 'unknown-target' } });
    const moved = { status: 202, body: { status: 'queued', queue: { id: 'busy' }, participants: [] } };
    for (let time = 0; time < 2; time += 1) expect(await move('sofia', toBusy, { 'idempotency-key': 'k-3' })).toMatchObject(moved);
    expect(await call('sofia', 'POST', `/api/conversations/${id}/transfer/cancel`)).toMatchObject({ status: 200, body: { status: expect.stringMatching(/active|queued/), queue: { id: 'support' } } });
    expect(await call('sofia', 'POST', `/api/conversations/${id}/end`)).toMatchObject({ status: 200, body: { status: 'ended' } });
    expect(await move('sofia', toBusy)).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
    const { body } = await call('sofia', 'GET', `/api/conversations/${id}/events`);
    const { items } = body as unknown as { items: { type: string; data: object }[] };
    expect(items.filter(({ type }) => type === 'TransferRequested')).toHaveLength(1);
    expect(items.find(({ type }) => type === 'Ended')!.data).toMatchObject({ endedBy: { kind: 'supervisor', id: 'sofia' }, reason: 'supervisor-ended' });
  });

  describe('asked for at the same moment, by its number in docs/races.md', () => {
    type Ask = (id: string, offerId: string) => Promise<{ status: number }>;
    const post = (agentId: string, action: string, body?: object): Ask => (id) => call(agentId, 'POST', `/api/conversations/${id}/${action}`, body);
    const answer = (agentId: string, action: string): Ask => (id, offerId) => call(agentId, 'POST', `/api/conversations/${id}/${action}`, { offerId });
    const races: readonly [name: string, from: 'offered' | 'active' | 'ended', asks: readonly [Ask, Ask], outcomes: readonly (readonly [number, number])[]][] = [
      ['R2 accept in two tabs', 'offered', [answer('ana', 'accept'), answer('ana', 'accept')], [[200, 200]]],
      ['R2b accept and reject', 'offered', [answer('ana', 'accept'), answer('ana', 'reject')], [[200, 409], [409, 204]]],
      ['R3 accept and an end from outside', 'offered', [answer('ana', 'accept'), post('sofia', 'end')], [[200, 200], [409, 200]]],
      ['R8 two reasons for one wrap-up', 'ended', [post('ana', 'wrap-up', { reasonId: 'resolved' }), post('ana', 'wrap-up', { reasonId: 'none-given' })], [[204, 409], [409, 204]]],
      ['R13 accept and a supervisor who moves it', 'offered', [answer('ana', 'accept'), post('sofia', 'reassign', { target: { type: 'queue', id: 'busy' } })], [[200, 202], [409, 202]]],
      ['R14 the end and a transfer', 'active', [post('ana', 'end'), post('ana', 'transfer', { target: { type: 'queue', id: 'busy' } })], [[200, 409], [403, 202]]],
    ];

    it.each(races)('%s: one of the orders', async (_, from, asks, outcomes) => {
      const { id, entryId } = await queuedConversation(`+1202600${String((counter += 1)).padStart(4, '0')}`);
      const offerId = await offer(id, entryId, 'ana');
      if (from !== 'offered') await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId });
      if (from === 'ended') await call('ana', 'POST', `/api/conversations/${id}/end`);
      const answers = await Promise.all(asks.map((ask) => ask(id, offerId)));
      expect(outcomes).toContainEqual(answers.map(({ status }) => status));
    }, 30_000);
  });

  it('tells an agent who has left nothing when they accept again', async () => {
    const { id, entryId } = await queuedConversation('+12025550012');
    const offerId = await offer(id, entryId, 'ana');
    await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId });
    await call('ana', 'POST', `/api/conversations/${id}/end`);
    await call('ana', 'POST', `/api/conversations/${id}/wrap-up`, { reasonId: 'resolved' });
    expect(await call('ana', 'POST', `/api/conversations/${id}/accept`, { offerId })).toMatchObject({ status: 403, body: { code: 'not-a-participant' } });
  });

  it('knows a customer by phone and by BSUID, and after a change of number', async () => {
    const phone = '+12025550009';
    await receive(written(phone, { customer: { phone, bsuid: 'US.9', name: 'Nina' } }));
    const { key } = await until('the conversation', () => eventsFor(phone)[0]);
    const texts = () => published.filter((record) => record.key === key).map(({ value }) => (value as { text?: string }).text);
    await receive(written(phone, { customer: { bsuid: 'US.9' }, text: 'by BSUID alone' }));
    await receive(written(phone, { messageType: 'system', text: undefined, raw: { type: 'system', system: { type: 'user_changed_number', wa_id: '12025550010', user_id: 'US.10' } } }));
    await until('both', () => (texts().includes('by BSUID alone') && published.some((record) => record.key === key && (record.value as { messageType?: string }).messageType === 'system') ? true : undefined));
    await receive(written('+12025550010', { customer: { phone: '+12025550010', bsuid: 'US.10', name: 'Nina' }, text: 'from the new number' }));
    await until('the new number', () => (texts().includes('from the new number') ? true : undefined));
    expect((await call('sofia', 'GET', `/api/conversations/${key}`)).body).toMatchObject({ customer: { name: 'Nina', phone: '+12025550010' } });
  });

  it('keeps what comes before the message that it is about', async () => {
    const phone = '+12025550213';
    const wamids = () => eventsFor(phone).filter(({ headers }) => headers['ce_type'] === 'MessageReceived').map(({ value }) => (value as { wamid: string }).wamid);
    const about = { messageType: 'revoke', text: undefined, raw: { revoke: { original_message_id: 'wamid.late' } } };
    await receive(written(phone, { ...about, wamid: 'wamid.early' }));
    await receive(written(phone, { wamid: 'wamid.late' }));
    await receive(written(phone, { wamid: 'wamid.next' }));
    await until('the next message', () => (wamids().includes('wamid.next') ? true : undefined));
    expect(wamids()).toEqual(['wamid.late', 'wamid.early', 'wamid.next']);
  });

  it.each(['/api/conversations/%00', '/api/conversations/nowhere/messages', '/api/conversations/%F0%9F%8C%B8/events'])('knows no conversation at %s', async (path) => {
    expect(await call('sofia', 'GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await call('sofia', 'POST', path.replace(/\/(messages|events)$/, '').concat('/end'))).toMatchObject({ status: 404 });
  });

  it('keeps a number that nobody configured as a dead letter', async () => {
    const letters: BusRecord[] = [];
    bus.consume({ group: 'spec-dlq', topics: [`${TOPICS.channelInbound}.dlq`], onBatch: async (records) => void letters.push(...records) });
    await receive(written('+12025550008', { phoneNumberId: '999' }));
    const letter = await until('the dead letter', () => letters.find(({ value }) => (value as { phoneNumberId: string }).phoneNumberId === '999'));
    expect(letter.headers['parley_reason']).toContain('999');
  });
});
