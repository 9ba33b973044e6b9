import { type ChannelInbound, outboundReference, TOPICS } from '@parley/contracts';
import type { MessageBus } from '@parley/event-sourcing';
import { createMessageBus } from '@parley/message-bus';
import { migrate } from '@parley/read-store';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { createLogger, loadSettings, parseContactCenter } from '@parley/service-kit';
import { ChannelIngestionSettings } from './channel-ingestion.config';
import { type ChannelIngestion, createChannelIngestion } from './channel-ingestion.service';
import { OUTBOX_MIGRATIONS, OUTBOX_SCHEMA } from './outbound/outbox/outbox.migrations';
import { GraphServer } from './testing/graph-server.fixture';
import { messageSent, NUMBER, until } from './testing/outbox.fixture';
import { elements, SAMPLES, sign, textMessage, webhook, wire } from './testing/samples.fixture';

const SECRET = 'fictitious-app-secret';
const CONTACT_CENTER = parseContactCenter(`
numbers: [{ phoneNumberId: "${NUMBER}", displayNumber: "+1 202 555 0100", queue: support }]
queues: [{ id: support, name: Support, agents: [ana], offerTimeoutSeconds: 30, serviceLevelSeconds: 60, whenTransferNotAccepted: requeue }]
agents: [{ id: ana, name: Ana, roles: [agent], maxConversations: 3, passwordHash: "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHRzYWx0$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE" }]
idleReasons: [{ id: lunch, name: { en: Lunch, es: Almuerzo } }]
wrapUp: { timeoutSeconds: 120, defaultReason: none, reasons: [{ id: none, name: { en: None, es: Ninguno } }] }
`);

jest.setTimeout(60_000);

describe('channel-ingestion', () => {
  let database: TestDatabase;
  let bus: MessageBus;
  let service: ChannelIngestion;
  let graph: GraphServer;
  let url: string;
  const inbound: ChannelInbound[] = [];
  const logger = createLogger('spec', 'silent');

  beforeAll(async () => {
    database = await createTestDatabase();
    graph = new GraphServer();
    const settings = loadSettings(ChannelIngestionSettings, {
      DATABASE_URL: database.databaseUrl,
      CONTACT_CENTER_CONFIG: 'none',
      AUTH_JWT_SECRET: 'x'.repeat(32),
      WHATSAPP_APP_SECRET: `new,${SECRET}`,
      WHATSAPP_VERIFY_TOKEN: 'agreed',
      WHATSAPP_ACCESS_TOKEN: 'token',
      WHATSAPP_GRAPH_URL: await graph.start(),
      WHATSAPP_SEND_TIMEOUT_MS: '3000',
    });
    await migrate(database.databaseUrl, OUTBOX_SCHEMA, OUTBOX_MIGRATIONS);
    bus = await createMessageBus({ databaseUrl: database.databaseUrl, applicationName: 'spec', logger });
    service = await createChannelIngestion({ settings, contactCenter: CONTACT_CENTER, logger, bus });
    await service.app.listen(0, '127.0.0.1');
    url = await service.app.getUrl();
    await bus.consume({ topics: [TOPICS.channelInbound], group: 'spec', onBatch: async (records) => void inbound.push(...records.map(({ value }) => value as ChannelInbound)) }).ready;
  }, 30_000);
  afterAll(async () => {
    await service.close();
    await bus.close();
    await graph.stop();
    await database.drop();
  });
  beforeEach(() => void (inbound.length = 0));

  const post = (body: Buffer, secret = SECRET) =>
    fetch(`${url}/webhooks/whatsapp`, { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(body, secret) } });

  it('is ready, and needs no token for the webhook but for nothing else', async () => {
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ok', checks: { database: 'ok', broker: 'ok' } });
    const handshake = await fetch(`${url}/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=agreed&hub.challenge=1158201444`);
    expect([handshake.status, await handshake.text()]).toEqual([200, '1158201444']);
    expect((await post(wire({}), 'wrong')).status).toBe(401);
    expect((await post(Buffer.from('{'))).status).toBe(200);
    await until(() => inbound.some((item) => item.kind === 'notice' && item.raw === '{'));
    expect((await post(Buffer.alloc(4 * 1024 * 1024 + 1, ' '))).status).toBe(413);
  });

  it('has every item of every sample in the log when it answers 200', async () => {
    const answers = await Promise.all(SAMPLES.map(([, body]) => post(wire(body))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const expected = SAMPLES.flatMap(([, body]) => elements(body)).map((element) => JSON.stringify(element));
    await until(() => inbound.length >= expected.length);
    expect(inbound.map((item) => JSON.stringify((item as { raw: unknown }).raw)).sort()).toEqual(expected.sort());
  });

  it('keeps NUL, lone surrogates and three megabytes', async () => {
    const messages = [textMessage('wamid.nul', 'a\u0000b\ud800c'), ...Array.from({ length: 999 }, (_, n) => textMessage(`wamid.${n}`, 'x'.repeat(3_000)))];
    expect((await post(wire(webhook({ messages })))).status).toBe(200);
    await until(() => inbound.length >= 1_000);
    expect(inbound).toHaveLength(1_000);
    expect(inbound.find((item) => 'wamid' in item && item.wamid === 'wamid.nul')).toMatchObject({ text: 'a\u0000b\ud800c' });
  });

  it('answers 200 to a body that is nested beyond measure', async () => {
    for (const depth of [1_000, 5_000, 100_000]) {
      const body = `{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":[${'['.repeat(depth)}${']'.repeat(depth)}]}}]}]}`;
      expect((await post(Buffer.from(body))).status).toBe(200);
    }
    await until(() => inbound.length >= 3);
  });

  it('sends what an agent wrote, once, and tells what became of it', async () => {
    const message = messageSent('m1', 'Hello');
    await Promise.all([bus.publish(TOPICS.conversationEvents, [message]), bus.publish(TOPICS.conversationEvents, [message, message])]);
    await until(() => inbound.some(({ kind }) => kind === 'outbound-result'));
    expect(inbound.filter(({ kind }) => kind === 'outbound-result')).toMatchObject([{ conversationId: 'c1', messageId: 'm1', status: 'pending', wamid: 'wamid.1' }]);
    expect(graph.texts()).toEqual(['Hello']);
  });

  it('settles a call that was never answered by the status that carries our reference', async () => {
    graph.answer = () => 'silence';
    await bus.publish(TOPICS.conversationEvents, [messageSent('m2', 'Are you there?', { conversationId: 'c2', to: { phone: '+12025550109' } })]);
    const results = () => inbound.filter((item) => item.kind === 'outbound-result' && item.messageId === 'm2');
    await until(() => results().length === 1);
    expect(results()).toMatchObject([{ status: 'pending', error: { code: 'delivery-uncertain' } }]);
    const status = { id: 'wamid.late', status: 'sent', timestamp: '1795000001', recipient_id: '12025550109', biz_opaque_callback_data: outboundReference('c2', 'm2') };
    expect((await post(wire(webhook({ statuses: [status] })))).status).toBe(200);
    await until(() => results().length === 2);
    expect(results()[1]).toMatchObject({ status: 'pending', wamid: 'wamid.late' });
    expect(graph.texts().filter((text) => text === 'Are you there?')).toHaveLength(1);
  });
});
