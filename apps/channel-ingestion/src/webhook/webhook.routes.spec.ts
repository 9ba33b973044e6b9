import { type ChannelInbound, TOPICS } from '@parley/contracts';
import { InMemoryBroker, InMemoryMessageBus, type NewRecord, Unreachable } from '@parley/event-sourcing';
import { createLogger, systemClock } from '@parley/service-kit';
import fastify, { type FastifyInstance } from 'fastify';
import { elements, SAMPLES, sign, textMessage, webhook, wire } from '../testing/samples.fixture';
import { WebhookIntake } from './webhook.intake';
import { webhookRoutes } from './webhook.routes';
import { WebhookSignature } from './webhook.signature';

const SECRET = 'fictitious-app-secret';

/** A bus that is away while `away` is set, and that refuses what its engine cannot hold. */
class MoodyBus extends InMemoryMessageBus {
  away: Error | undefined;
  calls = 0;

  override async publish(topic: string, records: readonly NewRecord[]): Promise<void> {
    this.calls += 1;
    if (this.away) throw this.away;
    JSON.stringify(records);
    await super.publish(topic, records);
  }
}

describe('the webhook', () => {
  let app: FastifyInstance;
  let url: string;
  let bus: MoodyBus;
  let broker: InMemoryBroker;
  const alert = jest.fn();

  beforeEach(async () => {
    alert.mockClear();
    broker = new InMemoryBroker({ partitions: 1 });
    bus = new MoodyBus(broker);
    app = fastify();
    const logger = createLogger('spec', 'silent');
    await app.register(webhookRoutes({ verifyToken: 'agreed', signature: new WebhookSignature([SECRET]), intake: new WebhookIntake(bus, systemClock, { error: alert }), logger }));
    url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/webhooks/whatsapp`;
  });
  afterEach(async () => {
    await app.close();
    await bus.close();
  });

  const post = (body: Buffer | string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(body, SECRET), ...headers } });

  const stored = () => broker.log.topic(TOPICS.channelInbound).flat().map(({ value }) => value as ChannelInbound);

  it('answers 200 to every sample and loses nothing', async () => {
    for (const [, body] of SAMPLES) {
      const answer = await post(wire(body));
      expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
    }
    expect(stored()).toHaveLength(SAMPLES.flatMap(([, body]) => elements(body)).length);
  });

  it('publishes a whole body in one call', async () => {
    const messages = Array.from({ length: 1000 }, (_, n) => textMessage(`wamid.${n}`, 'x'.repeat(3000)));
    const body = wire(webhook({ messages }));
    expect(body.length).toBeGreaterThan(3_000_000);
    expect((await post(body)).status).toBe(200);
    expect(bus.calls).toBe(1);
    expect(stored()).toHaveLength(1000);
  });

  it('takes 4 MB and not a byte more', async () => {
    const frame = wire(webhook({ messages: [textMessage('wamid.1', '')] })).length;
    const exact = wire(webhook({ messages: [textMessage('wamid.1', 'x'.repeat(4 * 1024 * 1024 - frame))] }));
    expect((await post(exact)).status).toBe(200);
    const answer = await post(Buffer.concat([exact, Buffer.from(' ')]));
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'payload-too-large' });
    expect((await post(Buffer.alloc(12_000_000, 'x'))).status).toBe(413);
  });

  it.each([{ 'x-hub-signature-256': 'sha256=00' }, { 'x-hub-signature-256': sign('other', SECRET) }, { 'x-hub-signature-256': '' }])('refuses %j with 401 and stores nothing', async (headers) => {
    const answer = await post(wire(SAMPLES[0]![1]), headers);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
    expect(bus.calls).toBe(0);
  });

  it('refuses a body that was cut off after it was signed', async () => {
    const body = wire(SAMPLES[1]![1]);
    expect((await post(body.subarray(0, -1), { 'x-hub-signature-256': sign(body, SECRET) })).status).toBe(401);
    expect(bus.calls).toBe(0);
  });

  it.each(['', '{', 'entry=1', wire(SAMPLES[1]![1]).subarray(0, -1).toString()])('keeps what is signed and no JSON as it came, and raises the alarm: %j', async (text) => {
    const answer = await post(text);
    expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
    expect(stored()).toEqual([{ kind: 'notice', field: 'unknown', reason: 'the body is not JSON', receivedAt: expect.any(String), raw: text }]);
    expect(alert).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(alert.mock.calls)).not.toContain('entry');
  });

  it('keeps bytes that are no text', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    expect((await post(bytes)).status).toBe(200);
    expect(stored()).toMatchObject([{ kind: 'notice', raw: { base64: bytes.toString('base64') } }]);
  });

  it('keeps as bytes what would be longer as text than a record may be', async () => {
    const body = Buffer.alloc(4 * 1024 * 1024, 1);
    expect((await post(body)).status).toBe(200);
    expect(JSON.stringify(stored()).length).toBeLessThan(6_000_000);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=iso-8859-1', 'nonsense', 'multipart/form-data'])('takes the bytes whatever they are called: %s', async (type) => {
    expect((await post(wire(SAMPLES[1]![1]), { 'content-type': type })).status).toBe(200);
  });

  it('answers 503 with Retry-After while the log is away, and 200 when it is back', async () => {
    const body = wire(SAMPLES[0]![1]);
    bus.away = new Unreachable('gone');
    const answer = await post(body);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
    bus.away = undefined;
    expect((await post(body)).status).toBe(200);
  });

  it('keeps as text what no log can hold as JSON', async () => {
    const depth = 100_000;
    const body = `{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":[${'['.repeat(depth)}${']'.repeat(depth)}]}}]}]}`;
    expect((await post(body)).status).toBe(200);
    expect(stored()).toMatchObject([{ kind: 'notice', raw: body }]);
  });

  describe('handshake', () => {
    const ask = (query: Record<string, string>) => fetch(`${url}?${new URLSearchParams(query)}`);

    it('answers the challenge verbatim', async () => {
      const word = '1158201444 <b>"\u00e9\u4e2d&=';
      const answer = await ask({ 'hub.mode': 'subscribe', 'hub.verify_token': 'agreed', 'hub.challenge': word });
      expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/plain; charset=utf-8', word]);
    });

    it.each([
      {},
      { 'hub.mode': 'subscribe', 'hub.verify_token': 'agree', 'hub.challenge': '1' },
      { 'hub.mode': 'unsubscribe', 'hub.verify_token': 'agreed', 'hub.challenge': '1' },
      { 'hub.mode': 'subscribe', 'hub.challenge': '1' },
      { 'hub.mode': 'subscribe', 'hub.verify_token': 'agreed' },
    ])('refuses %j with 403', async (query) => expect((await ask(query as Record<string, string>)).status).toBe(403));
  });
});
