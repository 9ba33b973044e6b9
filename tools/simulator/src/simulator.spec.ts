import type { FastifyInstance } from 'fastify';
import { simulatorApp } from './app';
import type { FaultsPatch } from './faults';
import { Simulator } from './simulator';
import { WebhookReceiver } from './webhook-receiver.testing';

const NUMBER = '100000000000001';
const MARTA = '+1 202 555 0143';

let receiver: WebhookReceiver;
let app: FastifyInstance;
let url: string;

beforeEach(async () => {
  receiver = await WebhookReceiver.open('secret');
  const simulator = new Simulator({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: `${receiver.url}/webhooks/whatsapp`,
    appSecret: 'secret',
    verifyToken: 'verify',
    accessToken: 'token',
    numbers: [{ phoneNumberId: NUMBER, displayNumber: '+1 555 010 0001', queue: 'support' }],
    templates: [{ template: 'order_news', language: 'es', text: 'Hola {{1}}: su pedido {{2}}' }],
  });
  app = simulatorApp(simulator);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  await faults({ statuses: { delayMs: 1 } });
});

afterEach(async () => {
  await app.close();
  receiver.close();
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) });

const faults = (patch: FaultsPatch) => post('/control/faults', patch);

const send = (body: object = {}, options: { token?: string; number?: string } = {}) =>
  post(
    `/v26.0/${options.number ?? NUMBER}/messages`,
    { messaging_product: 'whatsapp', to: MARTA, type: 'text', text: { body: 'Hello' }, biz_opaque_callback_data: 'c/1', ...body },
    { authorization: `Bearer ${options.token ?? 'token'}` },
  );

const writes = (body: object = {}) => post('/control/messages', { phoneNumberId: NUMBER, from: MARTA, text: '¡Hola! 👋', ...body });

const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: number } }).error.code;

/** Resolves when the condition holds; jest's own time-out ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const statuses = () => receiver.received.flatMap((one) => one.statuses);
const words = () => statuses().map(({ status }) => status);

describe('files', () => {
  const bearer = { authorization: 'Bearer token' };

  it('lie where the Graph API says, for those who have the token', async () => {
    const shelved = (await (await post('/control/media', { mimeType: 'image/png', base64: Buffer.from('picture').toString('base64') })).json()) as { type: string; raw: { image: { id: string; sha256: string } } };
    const { id } = shelved.raw.image;
    const looked = (await (await fetch(`${url}/v26.0/${id}`, { headers: bearer })).json()) as { url: string; mime_type: string; file_size: number };
    expect([shelved.type, looked.mime_type, looked.file_size]).toEqual(['image', 'image/png', 7]);
    const file = await fetch(looked.url, { headers: bearer });
    expect([file.headers.get('content-type'), await file.text()]).toEqual(['image/png', 'picture']);
    expect((await fetch(looked.url)).status).toBe(401);
    expect((await fetch(`${url}/v26.0/123`, { headers: bearer })).status).toBe(400);
  });

  it('are sent from the phone page', async () => {
    const { customers } = (await (await fetch(`${url}/phone/state`)).json()) as { customers: { key: string }[] };
    const query = new URLSearchParams({ phoneNumberId: NUMBER, customerKey: customers[0]!.key, name: 'cat.jpg' });
    const sent = await fetch(`${url}/phone/media?${query}`, { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: 'jpeg' });
    expect(await sent.json()).toMatchObject({ type: 'image', from: 'customer' });
    await until(() => receiver.received.some(({ messages }) => messages.some(({ type }) => type === 'image')));
  });
});

describe('the Graph API', () => {
  it('accepts a text, then tells sent and delivered with the mark of the business', async () => {
    const answer = await send();
    const body = (await answer.json()) as { contacts: unknown; messages: { id: string }[] };
    expect(answer.status).toBe(200);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: MARTA, wa_id: '12025550143' }],
      messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/]+=*$/) }],
    });
    await until(() => words().length === 2);
    expect(statuses()).toMatchObject(['sent', 'delivered'].map((status) => ({ id: body.messages[0]!.id, status, biz_opaque_callback_data: 'c/1' })));
    expect(receiver.received.every(({ signed }) => signed)).toBe(true);
  });

  it('refuses a wrong token, an unknown number and too long a text, and counts every call', async () => {
    const refusals = [await send({}, { token: 'other' }), await send({}, { number: '7' }), await send({ text: { body: 'x'.repeat(4097) } })];
    expect(refusals.map(({ status }) => status)).toEqual([401, 400, 400]);
    expect(await Promise.all(refusals.map(codeOf))).toEqual([190, 33, 100]);
    await send();
    const calls = (await (await fetch(`${url}/control/calls?reference=c/1`)).json()) as { items: unknown[]; counts: unknown };
    expect(calls.counts).toEqual({ 'c/1': { calls: 4, accepted: 1 } });
    expect(calls.items).toHaveLength(4);
  });

  it('fails the next sends as asked, and no more', async () => {
    await faults({ graph: { failNext: { times: 2, status: 503, code: 131016, html: false } } });
    const answers = [await send(), await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(await codeOf(answers[0]!)).toBe(131016);
  });

  it('sends the message although the caller never hears of it', async () => {
    await faults({ graph: { cutNext: 1 } });
    await expect(send()).rejects.toThrow();
    await until(() => words().includes('delivered'));
    const calls = (await (await fetch(`${url}/control/calls`)).json()) as { items: { outcome: string }[] };
    expect(calls.items).toMatchObject([{ outcome: 'no-answer' }]);
  });

  it('tells sent before it answers, or tells nothing, or fails later', async () => {
    await faults({ statuses: { mode: 'before-answer' } });
    await send();
    expect(words()).toContain('sent');
    await faults({ statuses: { mode: 'none' } });
    await until(() => words().length === 2);
    await send();
    await faults({ statuses: { mode: 'normal', failNext: { times: 1, code: 131026, title: 'Message undeliverable' } } });
    await send();
    await until(() => words().length === 3);
    expect(words()).toEqual(['sent', 'delivered', 'failed']);
  });

  it('refuses free text when the customer last wrote more than 24 hours ago', async () => {
    await faults({ graph: { window: 'refuse' } });
    expect((await send()).status).toBe(200);
    await writes({ timestamp: Math.floor(Date.now() / 1000) - 86_500 });
    expect(await codeOf(await send())).toBe(131047);
    await writes();
    expect((await send()).status).toBe(200);
  });

  it('takes an approved template then, and shows the customer what it says', async () => {
    await faults({ graph: { window: 'refuse' } });
    await writes({ timestamp: Math.floor(Date.now() / 1000) - 86_500 });
    const template = (name: string, ...values: string[]) =>
      send({ type: 'template', text: undefined, template: { name, language: { code: 'es' }, components: [{ type: 'body', parameters: values.map((text) => ({ type: 'text', text })) }] } });
    expect((await template('order_news', 'Marta', '12')).status).toBe(200);
    expect([await codeOf(await template('order_news', 'Marta')), await codeOf(await template('another'))]).toEqual([132000, 132001]);
    const { items } = (await (await fetch(`${url}/control/chats/${NUMBER}/12025550143`)).json()) as { items: { from: string; text: string }[] };
    expect(items.filter(({ from }) => from === 'business')).toMatchObject([{ type: 'template', text: 'Hola Marta: su pedido 12' }]);
  });

  it('lets a pair send 45 at once', async () => {
    await faults({ graph: { pairLimit: true }, statuses: { mode: 'none' } });
    const answers = await Promise.all(Array.from({ length: 46 }, () => send()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(45);
  });
});

describe('a customer', () => {
  it('reaches the webhook in the escaped, signed wire form', async () => {
    const answer = (await (await writes({ wait: true })).json()) as { wamid: string };
    const [notification] = receiver.received;
    expect(notification).toMatchObject({ signed: true, messages: [{ id: answer.wamid, from: '12025550143', type: 'text' }] });
    expect(notification!.text).toContain('\\u00a1Hola! \\ud83d\\udc4b');
  });

  it('is told again until the webhook answers 200', async () => {
    let refusals = 1;
    receiver.answer = () => (refusals-- > 0 ? 503 : 200);
    expect((await writes({ wait: true })).status).toBe(202);
    expect(receiver.received.map(({ messages }) => messages[0]!.id)).toHaveLength(2);
  });

  it('keeps the order of their messages, unless asked otherwise', async () => {
    const order = () => receiver.received.flatMap(({ messages }) => messages.map(({ id }) => id));
    for (const wamid of ['wamid.1', 'wamid.2', 'wamid.3']) await writes({ wamid });
    await until(() => receiver.received.length === 3);
    await faults({ webhooks: { reorder: true, windowMs: 2_000 } });
    for (const wamid of ['wamid.4', 'wamid.5', 'wamid.6']) await writes({ wamid });
    await until(() => receiver.received.length === 6);
    expect(order()).toEqual(['wamid.1', 'wamid.2', 'wamid.3', 'wamid.6', 'wamid.5', 'wamid.4']);
  });

  it('is told several times, or together with others, as asked', async () => {
    await faults({ webhooks: { duplicate: 4 } });
    await writes({ wait: true });
    expect(receiver.received).toHaveLength(5);
    await faults({ webhooks: { duplicate: 0, batch: 3, windowMs: 5_000 } });
    await Promise.all([writes(), writes(), writes()]);
    await until(() => receiver.received.length === 6);
    expect(receiver.received[5]!.messages).toHaveLength(3);
  });

  it('may be known by BSUID only, and is answered there', async () => {
    await writes({ from: undefined, bsuid: 'US.900', name: 'Dee', wait: true });
    expect(receiver.received[0]!.text).not.toContain('"from"');
    const answer = (await (await send({ to: undefined, recipient: 'US.900' })).json()) as { contacts: unknown };
    expect(answer.contacts).toEqual([{ input: 'US.900', user_id: 'US.900' }]);
  });
});

describe('the phone page', () => {
  it('is served with its parts', async () => {
    const page = await (await fetch(url)).text();
    const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(parts.length).toBeGreaterThanOrEqual(3);
    for (const path of [...parts, '/texts.js', '/api.js']) expect((await fetch(`${url}${path}`)).status).toBe(200);
  });

  it('shows an answer live and tells the business that it was read', async () => {
    await writes({ wait: true });
    const live = (await fetch(`${url}/phone/live`)).body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (what: RegExp) => {
      while (!what.test(heard)) heard += (await live.read()).value ?? '';
      return what.exec(heard)!;
    };
    const page = (await hear(/"page":"([^"]+)"/))[1];
    const { customer } = (await (await fetch(`${url}/control/chats/${NUMBER}/12025550143`)).json()) as { customer: { key: string } };
    await post('/phone/look', { page, chat: { phoneNumberId: NUMBER, customerKey: customer.key } });
    await send({ text: { body: 'Good morning' } });
    await hear(/"text":"Good morning"/);
    await until(() => words().includes('read'));
    expect(words()).toEqual(['sent', 'delivered', 'read']);
    await live.cancel();
  });

  it('writes as a customer who hides the phone', async () => {
    const created = await post('/phone/customers', { name: 'Dee', phone: '+1 202 555 0199', hidesPhone: true });
    const customer = (await created.json()) as { key: string; phone?: string };
    await post('/phone/messages', { phoneNumberId: NUMBER, customerKey: customer.key, text: 'Hi' });
    await until(() => receiver.received.length === 1);
    expect(customer.phone).toBeUndefined();
    expect(receiver.received[0]!.text).not.toContain('2025550199');
  });
});

describe('the control API', () => {
  it('makes the handshake and posts raw bodies with any signature', async () => {
    expect(await (await post('/control/handshake', {})).json()).toMatchObject({ verified: true });
    await post('/control/webhooks', { body: { object: 'x' } });
    await post('/control/webhooks', { text: '{"a":1}', signature: 'sha256=00', times: 2 });
    expect(receiver.received.map(({ signed }) => signed)).toEqual([true, false, false]);
  });

  it('names what is wrong with a switch', async () => {
    const answer = await post('/control/faults', { graph: { dealyMs: 1 } });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('dealyMs');
  });

  it('forgets everything at a reset', async () => {
    await send();
    await faults({ webhooks: { duplicate: 4 } });
    await post('/control/reset', {});
    expect(await (await fetch(`${url}/control/calls`)).json()).toMatchObject({ received: 0, items: [] });
    expect(await (await fetch(`${url}/control/faults`)).json()).toMatchObject({ webhooks: { duplicate: 0 } });
  });
});
