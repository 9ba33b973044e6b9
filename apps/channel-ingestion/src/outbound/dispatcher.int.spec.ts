import { accepted, GraphServer, refusal } from '../testing/graph-server.fixture';
import { asBusRecord, messageSent, NUMBER, openOutbox, until } from '../testing/outbox.fixture';

type Outbox = Awaited<ReturnType<typeof openOutbox>>;

jest.setTimeout(60_000);

describe('the dispatcher', () => {
  let graph: GraphServer;
  let url: string;
  let outbox: Outbox;
  let opened: ReturnType<Outbox['open']>[];

  beforeEach(async () => {
    graph = new GraphServer();
    url = await graph.start();
    outbox = await openOutbox(() => url);
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await graph.stop();
    await outbox.close();
  });

  const open = (name = 'one', options?: Parameters<Outbox['open']>[1]) => {
    const one = outbox.open(name, options);
    opened.push(one);
    return one;
  };
  const started = async (name?: string, options?: Parameters<Outbox['open']>[1]) => {
    const one = open(name, options);
    await one.dispatcher.start();
    return one;
  };
  const reports = (count: number) => until(() => outbox.reported().length >= count);
  const allMarked = () => until(async () => (await outbox.pool.query('select from outbox where reported_at is null')).rowCount === 0);
  /** As if all waiting were over. */
  const hasten = () => outbox.pool.query(`update outbox set next_attempt_at = now() where state = 'queued'`);

  it('sends a text as WhatsApp wants it and reports what it got', async () => {
    const { ask } = await started();
    await ask(messageSent('m1', 'Hi \u0000 \ud800 "there" 👋'));
    await reports(1);
    expect(graph.calls).toEqual([
      {
        path: `/v26.0/${NUMBER}/messages`,
        authorization: 'Bearer token',
        body: { messaging_product: 'whatsapp', recipient_type: 'individual', to: '+12025550101', type: 'text', text: { body: 'Hi \u0000 \ud800 "there" 👋', preview_url: false }, biz_opaque_callback_data: 'c1/m1' },
      },
    ]);
    expect(outbox.reported()).toEqual([{ kind: 'outbound-result', conversationId: 'c1', messageId: 'm1', status: 'pending', wamid: 'wamid.1', at: expect.any(String) }]);
    expect(outbox.keys()).toEqual([`${NUMBER}:+12025550101`]);
    expect(await outbox.rows()).toMatchObject([{ state: 'accepted', attempts: 1, wamid: 'wamid.1' }]);
  });

  it.each([
    ['values', ['Ana', '12 "a"'], { components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }, { type: 'text', text: '12 "a"' }] }] }],
    ['none', [], {}],
  ])('sends a template by its name, with %s, as WhatsApp wants it', async (_, parameters, components) => {
    const { ask } = await started();
    await ask(messageSent('m1', 'What the customer reads', { template: { name: 'late_order', language: 'en_US', parameters } }));
    await reports(1);
    expect(graph.calls.map(({ body }) => body)).toEqual([
      { messaging_product: 'whatsapp', recipient_type: 'individual', to: '+12025550101', type: 'template', template: { name: 'late_order', language: { code: 'en_US' }, ...components }, biz_opaque_callback_data: 'c1/m1' },
    ]);
    expect(outbox.reported()).toMatchObject([{ messageId: 'm1', status: 'pending', wamid: 'wamid.1' }]);
  });

  it('addresses a customer without a phone number by the BSUID', async () => {
    const { ask } = await started();
    await ask(messageSent('m1', 'Hi', { to: { bsuid: 'US.1' } }));
    await reports(1);
    expect(graph.calls[0]!.body).toMatchObject({ recipient: 'US.1' });
    expect(graph.calls[0]!.body.to).toBeUndefined();
    expect(outbox.keys()).toEqual([`${NUMBER}:US.1`]);
  });

  it('calls once a message, however often and by however many it is asked, and in order for each customer', async () => {
    const dispatchers = await Promise.all(['one', 'two'].map((name) => started(name)));
    const customers = Array.from({ length: 8 }, (_, n) => ({ conversationId: `c${n}`, to: { phone: `+1202555010${n}` } }));
    const messages = Array.from({ length: 12 }, (_, n) => n).flatMap((n) => customers.map((customer) => messageSent(`m${n}`, `${customer.conversationId} ${n}`, customer)));
    graph.answer = async (_call, number) => (await new Promise((resolve) => setTimeout(resolve, number % 5)), accepted(`wamid.${number}`));
    await Promise.all([...dispatchers, ...dispatchers].map(({ ask }) => ask(...messages)));
    await until(async () => (await outbox.rows()).every(({ state }) => state === 'accepted'));
    await Promise.all(dispatchers.map(({ ask }) => ask(...messages)));
    await allMarked();
    expect(graph.calls).toHaveLength(96);
    for (const { conversationId } of customers)
      expect(graph.texts().filter((text) => text.startsWith(`${conversationId} `))).toEqual(Array.from({ length: 12 }, (_, n) => `${conversationId} ${n}`));
    expect(graph.concurrentPerRecipientMax).toBe(1);
  });

  it('has many customers\u2019 messages under way together', async () => {
    const waiting: (() => void)[] = [];
    graph.answer = (_call, number) => new Promise((resolve) => waiting.push(() => resolve(accepted(`wamid.${number}`))));
    const { ask } = await started();
    await ask(...Array.from({ length: 40 }, (_, n) => messageSent(`m${n}`, 'Hi', { conversationId: `c${n}`, to: { phone: `+12025550${100 + n}` } })));
    await until(() => waiting.length === 32);
    waiting.splice(0).forEach((answer) => answer());
    await until(() => waiting.length === 8);
    waiting.splice(0).forEach((answer) => answer());
    await reports(40);
  });

  it('tells a definite refusal with WhatsApp\u2019s code and goes on', async () => {
    graph.answer = (_call, number) => (number === 1 ? refusal(400, 131047) : accepted('wamid.2'));
    const { ask } = await started();
    await ask(messageSent('m1', 'late'), messageSent('m2', 'next'));
    await reports(2);
    expect(outbox.reported()).toMatchObject([{ messageId: 'm1', status: 'failed', error: { code: '131047', message: 'details of 131047' } }, { messageId: 'm2', status: 'pending', wamid: 'wamid.2' }]);
    expect(graph.calls).toHaveLength(2);
  });

  it('tries again after a retryable code, the next message waiting, and gives up in the end', async () => {
    let refused = 0;
    graph.answer = ({ body }) => (body.text.body === 'first' ? ((refused += 1), refusal(400, 131056)) : accepted('wamid.next'));
    const { ask, dispatcher } = await started();
    await ask(messageSent('m1', 'first'), messageSent('m2', 'second'));
    while (outbox.reported().length === 0) {
      await hasten();
      dispatcher.wake();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(refused).toBe(8);
    expect(outbox.reported()[0]).toMatchObject({ messageId: 'm1', status: 'failed', error: { code: '131056', message: expect.stringContaining('given up after 8 tries') } });
    await reports(2);
    expect(graph.texts()).toEqual([...Array.from({ length: 8 }, () => 'first'), 'second']);
  });

  it('does not take a transport failure before the first byte for an attempt that may have succeeded', async () => {
    await graph.stop();
    const { ask, dispatcher } = await started();
    await ask(messageSent('m1', 'Hi'));
    await until(async () => (await outbox.rows())[0]!.error_code === 'channel-unreachable');
    expect((await outbox.rows())[0]).toMatchObject({ state: 'queued' });
    graph = new GraphServer();
    await graph.start(Number(new URL(url).port));
    await hasten();
    dispatcher.wake();
    await reports(1);
    expect(graph.calls).toHaveLength(1);
    expect(outbox.reported()).toMatchObject([{ status: 'pending', wamid: 'wamid.1' }]);
  });

  it.each(['silence', 'reset', 'html'] as const)('never repeats a call whose outcome nobody knows (%s), until a status settles it', async (what) => {
    graph.answer = (_call, number) => (number > 1 ? accepted('wamid.2') : what === 'html' ? { status: 502, body: '<html>' } : what);
    const { ask, intake } = await started('one', { sendTimeoutMs: 2_000 });
    await ask(messageSent('m1', 'first'), messageSent('m2', 'second'));
    await reports(1);
    expect(outbox.reported()).toMatchObject([{ messageId: 'm1', status: 'pending', error: { code: 'delivery-uncertain' } }]);
    expect(outbox.reported()[0]!.wamid).toBeUndefined();
    expect(graph.texts()).toEqual(['first']);
    const status = { kind: 'status', wamid: 'wamid.known', reference: 'c1/m1', status: 'sent' };
    await intake.settle([null, status, { ...status, reference: 'elsewhere' }, { ...status, reference: 'c1/unknown' }].map((value) => asBusRecord({ key: 'k', value })));
    await reports(3);
    expect(outbox.reported().slice(1)).toMatchObject([{ messageId: 'm1', status: 'pending', wamid: 'wamid.known' }, { messageId: 'm2', wamid: 'wamid.2' }]);
    expect(graph.texts()).toEqual(['first', 'second']);
  });

  it('holds the next message back for so long and no longer', async () => {
    graph.answer = (_call, number) => (number === 1 ? 'reset' : accepted('wamid.2'));
    const { ask } = await started('one', { uncertainHoldMs: 50 });
    await ask(messageSent('m1', 'first'), messageSent('m2', 'second'));
    await reports(2);
    expect(outbox.reported()).toMatchObject([{ messageId: 'm1', error: { code: 'delivery-uncertain' } }, { messageId: 'm2', wamid: 'wamid.2' }]);
  });

  it('believes a status that came while the call was still unanswered', async () => {
    graph.answer = () => 'silence';
    const { ask, intake } = await started('one', { sendTimeoutMs: 3_000 });
    await ask(messageSent('m1', 'Hi'));
    await until(() => graph.calls.length === 1);
    await intake.settle([asBusRecord({ key: 'k', value: { kind: 'status', wamid: 'wamid.early', reference: 'c1/m1' } })]);
    await reports(1);
    expect(outbox.reported()).toMatchObject([{ messageId: 'm1', status: 'pending', wamid: 'wamid.early' }]);
    expect(outbox.reported()[0]!.error).toBeUndefined();
  });

  it('keeps what it was sending when it was killed as uncertain, and does not send it again', async () => {
    const killed = open('same');
    await killed.ask(messageSent('m1', 'Hi'));
    await killed.store.claim({ limit: 10, pausedNumbers: [], uncertainHoldMs: 0 });
    await started('other');
    const heir = await started('same');
    await reports(1);
    expect(outbox.reported()).toMatchObject([{ messageId: 'm1', status: 'pending', error: { code: 'delivery-uncertain' } }]);
    heir.dispatcher.wake();
    await until(async () => (await outbox.pool.query('select from outbox where reported_at is not null')).rowCount === 1);
    expect(graph.calls).toHaveLength(0);
  });

  it('reports again what it could not mark as reported', async () => {
    const one = await started();
    await one.ask(messageSent('m1', 'Hi'));
    await reports(1);
    await allMarked();
    await outbox.pool.query('update outbox set reported_at = null');
    one.dispatcher.wakeReports();
    await reports(2);
    expect(graph.calls).toHaveLength(1);
  });

  it('keeps messages while the token is refused, and calls one at a time until it is right', async () => {
    graph.answer = () => refusal(401, 190);
    const { ask } = await started();
    await ask(messageSent('m1', 'Hi'), messageSent('m2', 'Hi', { conversationId: 'c2', to: { phone: '+12025550102' } }));
    await until(async () => (await outbox.rows()).every(({ error_code: code }) => code === '190'));
    expect(await outbox.rows()).toMatchObject([{ state: 'queued', attempts: 0 }, { state: 'queued', attempts: 0 }]);
    expect(outbox.reported()).toEqual([]);
  });

  it('sends nothing that is too old', async () => {
    const { ask } = await started();
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await ask(messageSent('old', 'x', { sentAt: ago(1.1) }), messageSent('ancient', 'x', { sentAt: ago(8) }));
    await reports(1);
    expect(outbox.reported()).toMatchObject([{ messageId: 'old', status: 'failed', error: { code: 'not-sent-in-time' } }]);
    expect(await outbox.rows()).toHaveLength(1);
    expect(graph.calls).toHaveLength(0);
  });

  it('keeps to the number\u2019s rate', async () => {
    const { ask } = await started('one', { messagesPerSecond: 5 });
    const startedAt = performance.now();
    await ask(...Array.from({ length: 8 }, (_, n) => messageSent(`m${n}`, 'Hi', { conversationId: `c${n}`, to: { phone: `+1202555010${n}` } })));
    await reports(8);
    expect(performance.now() - startedAt).toBeGreaterThan(550);
    expect(graph.calls).toHaveLength(8);
  });

  it('removes what is settled, reported and a week old', async () => {
    const one = await started();
    await one.ask(messageSent('m1', 'Hi'), messageSent('m2', 'Hi'));
    await reports(2);
    await allMarked();
    await outbox.pool.query(`update outbox set sent_at = now() - interval '9 days' where message_id = 'm1'`);
    expect(await one.store.prune(10)).toBe(1);
    expect((await outbox.rows()).map(({ message_id: id }) => id)).toEqual(['m2']);
  });
});
