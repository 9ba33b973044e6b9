import { randomUUID } from 'node:crypto';
import { NUMBERS } from './testing/contact-center';
import { eventually } from './testing/eventually';
import { ACCESS_TOKEN, GRAPH_VERSION, installed } from './testing/installation';
import type { LiveStream } from './testing/live';
import { type Customer, someone } from './testing/meta';
import { PEOPLE } from './testing/people';
import { ask, Person } from './testing/person';
import type { Conversation, Message, Offer } from './testing/shapes';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const { phoneNumberId, displayNumber, queueName } = NUMBERS.care;

/** One conversation from the first message to the report row; each test goes on where the one before it ended. */
describe('the main job', () => {
  const suite = installed({ queues: { care: { agents: ['nora'] }, orders: { agents: ['omar'] } } });
  let customer: Customer;
  let nora: Person;
  let vera: Person;
  let live: LiveStream;
  let offer: Offer;
  let id: string;
  let path: string;
  let reply: Message;

  beforeAll(async () => {
    customer = someone('Iñaki "el Químico" O\'Hara / \u{1F9EA}');
    vera = await suite.here.signIn('vera');
  });
  afterAll(() => live?.close());

  const graph = () => suite.here.graph;
  const shown = async (messageId: string) => (await nora.messages(id)).find((message) => message.messageId === messageId);

  it('is ready', async () => {
    await eventually('ready', () => ask(`${suite.here.url}/health/ready`), ({ status }) => status === 200);
  });

  it.each([
    [{ username: 'nora', password: PEOPLE.omar.password }, 401, 'unauthenticated'],
    [{ username: 'nobody', password: PEOPLE.nora.password }, 401, 'unauthenticated'],
    [{ username: 'nora', password: '' }, 400, 'invalid-request'],
    [{ username: 'nora' }, 400, 'invalid-request'],
    ['not json', 400, 'invalid-request'],
  ])('signs nobody in with %j', async (body, status, code) => {
    const answer = await ask(`${suite.here.url}/api/auth/token`, { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ code, status });
  });

  it('signs an agent in, who is not available yet', async () => {
    const answer = await ask(`${suite.here.url}/api/auth/token`, { method: 'POST', body: { username: 'nora', password: PEOPLE.nora.password } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ accessToken: expect.any(String), tokenType: 'Bearer', expiresIn: expect.any(Number) });
    expect(answer.body.expiresIn).toBeGreaterThan(60);
    nora = await suite.here.signIn('nora');
    const me = await nora.me();
    expect(me).toEqual({
      agentId: 'nora',
      name: PEOPLE.nora.name,
      roles: ['agent'],
      state: expect.objectContaining({ since: expect.stringMatching(ISO) }),
      capacity: { max: 5, used: 0 },
      revision: expect.any(Number),
    });
    expect(me.state.name).not.toBe('available');
  });

  it('offers nothing to an agent who is idle', async () => {
    const tea = await nora.sets('idle', 'tea');
    expect(tea.state).toMatchObject({ name: 'idle', reason: 'tea' });
    expect((await nora.put('/api/me/state', { state: 'idle', reason: 'siesta' })).body).toMatchObject({ status: 422, code: 'unknown-reason' });
    expect((await nora.put('/api/me/state', { state: 'rona' })).body).toMatchObject({ status: 400, code: 'invalid-request' });
    live = await nora.live();
    expect(live.type).toContain('text/event-stream');
    await suite.here.meta.text(customer, 'good morning');
    const [row] = await eventually('the conversation', () => vera.conversationsOf(customer), (rows) => rows.length === 1);
    id = row!.conversationId;
    path = `/api/conversations/${id}`;
    expect(await vera.conversation(id)).toMatchObject({ status: 'queued', participants: [] });
    expect((await nora.tasks()).offers).toEqual([]);
    // Routing reads of it a little after the report does, or before.
    const { items } = await eventually('it waits', () => vera.gets<any>('/api/directory/queues'), ({ items: [care] }) => care.waiting === 1);
    expect(items).toEqual([
      { id: 'care', name: queueName, availableAgents: 0, waiting: 1 },
      { id: 'orders', name: NUMBERS.orders.queueName, availableAgents: 0, waiting: 0 },
    ]);
  });

  it('offers it with everything that the popover shows as soon as she is available', async () => {
    const me = await nora.sets('available');
    expect(me.state.name).toBe('available');
    offer = await nora.offerOf(customer);
    expect(offer).toEqual({
      offerId: expect.any(String),
      conversationId: id,
      kind: 'queue',
      customerName: customer.name,
      customerPhone: `+${customer.phone}`,
      sourceNumber: displayNumber,
      queueId: 'care',
      queueName,
      receivedAt: expect.stringMatching(ISO),
      offeredAt: expect.stringMatching(ISO),
      expiresAt: expect.stringMatching(ISO),
    });
    expect(Date.parse(offer.expiresAt) - Date.parse(offer.offeredAt)).toBe(120_000);
    expect(Date.parse(offer.receivedAt)).toBeLessThanOrEqual(Date.parse(offer.offeredAt));
    expect((await nora.me()).capacity).toEqual({ max: 5, used: 1 });
  });

  it('streams a snapshot first, then what happens', async () => {
    expect(live.events[0]!.event).toBe('snapshot');
    expect(live.events[0]!.data).toEqual({ me: expect.objectContaining({ agentId: 'nora' }), offers: [], conversations: [], wrapUps: [] });
    const created = await live.one('offer.created');
    expect(created).toEqual({ ...offer, revision: expect.any(Number) });
    await live.one('agent.state', ({ state }) => state.name === 'available');
    const again = await nora.live();
    const snapshot = await again.one('snapshot');
    expect(snapshot).toEqual({ me: await nora.me(), ...(await nora.tasks()) });
    expect(snapshot.offers).toEqual([expect.objectContaining(offer)]);
    again.close();
  });

  it('gives it to who accepts, once', async () => {
    expect((await nora.post(`${path}/accept`, { offerId: randomUUID() })).body).toMatchObject({ status: 409, code: 'offer-closed' });
    expect((await nora.post(`${path}/accept`, {})).body).toMatchObject({ status: 400, code: 'invalid-request' });
    const accepted = await nora.accept(offer);
    expect(accepted).toEqual({
      conversationId: id,
      channel: 'whatsapp',
      status: 'active',
      customer: { name: customer.name, phone: `+${customer.phone}` },
      sourceNumber: displayNumber,
      queue: { id: 'care', name: queueName },
      participants: [{ agentId: 'nora', name: PEOPLE.nora.name, role: 'primary', joinedAt: expect.stringMatching(ISO) }],
      startedAt: expect.stringMatching(ISO),
      serviceWindowExpiresAt: expect.stringMatching(ISO),
      revision: expect.any(Number),
    });
    expect(await nora.accept(offer)).toEqual(accepted);
    expect(await nora.conversation(id)).toEqual(accepted);
    expect(await live.one('offer.closed')).toEqual({ offerId: offer.offerId, conversationId: id, reason: 'accepted', revision: expect.any(Number) });
    expect(await live.one('conversation.updated', ({ status }) => status === 'active')).toMatchObject({ conversationId: id });
    const tasks = await eventually('her task', () => nora.tasks(), ({ conversations }) => conversations.length === 1);
    expect(tasks).toMatchObject({ offers: [], conversations: [{ conversationId: id, status: 'active' }], wrapUps: [] });
  });

  it('shows what the customer writes', async () => {
    await suite.here.meta.text(customer, 'second\nline & <b>tags</b>');
    const added = await live.one('message.added', ({ text }) => text?.startsWith('second'));
    expect(added).toMatchObject({ conversationId: id, direction: 'inbound', type: 'text', revision: expect.any(Number) });
    const messages = await nora.messages(id);
    expect(messages.map(({ text }) => text)).toEqual(['good morning', 'second\nline & <b>tags</b>']);
    expect(messages[1]).toMatchObject({ messageId: added.messageId, direction: 'inbound', sender: { kind: 'customer', name: customer.name }, sentAt: expect.stringMatching(ISO) });
  });

  it('sends an answer by exactly one call, whoever repeats it', async () => {
    const messageId = randomUUID();
    const text = 'Hola, ¿qué tal? \u{1F44B}\u{1F3FD} / "ok"';
    const answers = await Promise.all([1, 2, 3].map(() => nora.send(id, text, messageId)));
    answers.push(await nora.send(id, text, messageId));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    for (const { body } of answers)
      expect(body).toMatchObject({ messageId, direction: 'outbound', type: 'text', text, sender: { kind: 'agent', id: 'nora', name: PEOPLE.nora.name }, sentAt: expect.stringMatching(ISO) });
    reply = answers[0]!.body;
    const [call] = await eventually('the call', () => graph().callsFor(text), (calls) => calls.length > 0);
    expect(call).toMatchObject({
      method: 'POST',
      path: `/${GRAPH_VERSION}/${phoneNumberId}/messages`,
      authorization: `Bearer ${ACCESS_TOKEN}`,
      contentType: expect.stringContaining('application/json'),
    });
    expect(call!.body).toMatchObject({ messaging_product: 'whatsapp', to: expect.stringMatching(new RegExp(`^\\+?${customer.phone}$`)), type: 'text', text: { body: text } });
    expect(await live.one('message.added', (message) => message.messageId === messageId)).toMatchObject({ conversationId: id });
    expect((await nora.messages(id)).filter((message) => message.text === text)).toHaveLength(1);
  });

  it('lets the status only rise, in whatever order it is told', async () => {
    const wamid = await eventually('its wamid', () => graph().callsFor(reply.text!)[0]?.wamid, Boolean);
    const rank = ['pending', 'sent', 'delivered', 'read'];
    await suite.here.meta.status(customer, wamid!, 'delivered');
    await eventually('delivered', () => shown(reply.messageId), (message) => message?.status === 'delivered');
    await suite.here.meta.status(customer, wamid!, 'sent');
    await suite.here.meta.status(customer, wamid!, 'read');
    await suite.here.meta.status(customer, wamid!, 'delivered');
    await suite.here.meta.status(customer, wamid!, 'failed', { errors: [{ code: 131026, title: 'Message undeliverable' }] });
    await eventually('read', () => shown(reply.messageId), (message) => message?.status === 'read');
    await live.one('message.updated', ({ messageId, status }) => messageId === reply.messageId && status === 'read');
    const proof = await suite.here.meta.text(customer, 'after the statuses');
    await eventually('what came after', () => vera.events(id), (events) => events.some(({ data }) => data['wamid'] === proof));
    expect(await shown(reply.messageId)).toMatchObject({ status: 'read' });
    const seen = live.named('message.updated').filter(({ messageId }) => messageId === reply.messageId).map(({ status }) => rank.indexOf(status));
    expect(seen).toEqual([...seen].sort());
    expect(rank[seen.at(-1)!]).toBe('read');
  });

  it('has a status that came before our call was answered', async () => {
    graph().treat('quick as lightning', { kind: 'hold' });
    const { messageId } = await nora.says(id, 'quick as lightning');
    const [call] = await eventually('the call', () => graph().callsFor('quick as lightning'), (calls) => calls.length > 0);
    await suite.here.meta.status(customer, call!.wamid!, 'delivered');
    graph().letGo();
    await eventually('delivered', () => shown(messageId), (message) => message?.status === 'delivered');
  });

  it('tries again what WhatsApp may take later, and shows what it will never take', async () => {
    graph().treat('too fast', { kind: 'refuse', httpStatus: 400, error: { code: 131016, message: 'Service unavailable' } });
    graph().treat('to nobody', { kind: 'refuse', httpStatus: 400, error: { code: 131026, message: 'Message undeliverable' } });
    const patient = await nora.says(id, 'too fast');
    const hopeless = await nora.says(id, 'to nobody');
    const failed = await eventually('failed', () => shown(hopeless.messageId), (message) => message?.status === 'failed');
    expect(failed).toMatchObject({ error: { code: '131026', message: expect.any(String) } });
    await eventually('the second call', () => graph().callsFor('too fast'), (calls) => calls.length === 2);
    expect((await shown(patient.messageId))!.status).not.toBe('failed');
    expect(graph().callsFor('to nobody')).toHaveLength(1);
  });

  it('never sends twice what WhatsApp may have, and says that it is not confirmed', async () => {
    graph().treat('are you there?', { kind: 'break-off' });
    const { messageId } = await nora.says(id, 'are you there?');
    const unsure = await eventually('not confirmed', () => shown(messageId), (message) => message?.error !== undefined);
    expect(unsure).toMatchObject({ status: 'pending', error: { code: 'delivery-uncertain' } });
    const [{ wamid, body }] = graph().callsFor('are you there?') as [any];
    await suite.here.meta.status(customer, wamid, 'sent', { biz_opaque_callback_data: body.biz_opaque_callback_data });
    const sure = await eventually('confirmed', () => shown(messageId), (message) => message?.status === 'sent');
    expect(sure!.error).toBeUndefined();
    await nora.says(id, 'good');
    await eventually('what came after', () => graph().callsFor('good'), (calls) => calls.length === 1);
    expect(graph().callsFor('are you there?')).toHaveLength(1);
  });

  it('counts 4096 characters as people do', async () => {
    const emoji = '\u{1F9EA}';
    for (const text of ['x'.repeat(4096), emoji.repeat(4096)]) {
      expect((await nora.send(id, text)).status).toBe(202);
      await eventually('its call', () => graph().callsFor(text), (calls) => calls.length === 1);
    }
    for (const text of ['x'.repeat(4097), emoji.repeat(4097)]) {
      const refused = await nora.send(id, text);
      expect(refused.body).toMatchObject({ status: 422, code: 'message-too-long' });
    }
    expect((await nora.send(id, '')).body).toMatchObject({ status: 400, code: 'invalid-request' });
    expect((await nora.post(`${path}/messages`, { messageId: randomUUID(), type: 'image', image: {} })).body).toMatchObject({ status: 422, code: 'unsupported-media' });
    expect((await nora.post(`${path}/messages`, { type: 'text', text: 'no id' })).body).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('pages through the messages, oldest first', async () => {
    const all = await nora.messages(id);
    const collected: Message[] = [];
    let before: string | undefined;
    do {
      const page = await nora.gets<{ items: Message[]; before?: string }>(`${path}/messages?limit=3${before ? `&before=${encodeURIComponent(before)}` : ''}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      collected.unshift(...page.items);
      before = page.before;
    } while (before);
    expect(collected.map(({ messageId }) => messageId)).toEqual(all.map(({ messageId }) => messageId));
    expect((await nora.get(`${path}/messages?limit=none`)).body).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('does a POST with an Idempotency-Key once', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { messageId: randomUUID(), type: 'text', text: 'keyed' };
    const first = await nora.post(`${path}/messages`, body, key);
    const second = await nora.post(`${path}/messages`, body, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.messageId).toBe(first.body.messageId);
    await eventually('its call', () => graph().callsFor('keyed'), (calls) => calls.length === 1);
    const other = await nora.post(`${path}/messages`, { ...body, messageId: randomUUID(), text: 'of another' }, key);
    expect(other.body).toMatchObject({ status: 400, code: 'invalid-request' });
    const atOnce = { 'idempotency-key': randomUUID() };
    const twin = { ...body, messageId: randomUUID(), text: 'twin' };
    const twins = await Promise.all([1, 2].map(() => nora.post(`${path}/messages`, twin, atOnce)));
    expect(twins.map(({ status }) => status)).toEqual([202, 202]);
    expect(twins[0]!.body).toEqual(twins[1]!.body);
    await eventually('one of them', () => graph().callsFor('twin'), (calls) => calls.length > 0);
    expect((await nora.messages(id)).filter(({ text }) => text === 'twin')).toHaveLength(1);
  });

  it('ends, for good, and asks for a reason', async () => {
    expect((await nora.post(`${path}/wrap-up`, { reasonId: 'solved' })).body).toMatchObject({ status: 409, code: 'wrap-up-not-due' });
    const key = { 'idempotency-key': randomUUID() };
    const ended = await nora.post(`${path}/end`, {}, key);
    expect(ended.status).toBe(200);
    expect(ended.body).toMatchObject({ conversationId: id, status: 'ended', endedAt: expect.stringMatching(ISO) } satisfies Partial<Conversation>);
    expect((await nora.post(`${path}/end`, {}, key)).body).toEqual(ended.body);
    // Of messages before the end more may be heard after it.
    expect((await nora.post(`${path}/end`)).body).toEqual({ ...ended.body, revision: expect.any(Number) });
    for (const nothing of [undefined, ''] as const) expect(await nora.postsJson(`${path}/end`, nothing)).toMatchObject({ status: 200, body: { conversationId: id, status: 'ended' } });
    expect(await nora.postsJson(`${path}/wrap-up`, undefined)).toMatchObject({ status: 400, body: { code: 'invalid-request', detail: expect.stringContaining('reasonId') } });
    expect((await nora.send(id, 'too late')).body).toMatchObject({ status: 409, code: 'conversation-ended' });
    const wrapUp = await nora.wrapUpOf(id);
    expect(wrapUp).toEqual({ conversationId: id, legId: expect.any(String), customerName: customer.name, since: expect.stringMatching(ISO), dueAt: expect.stringMatching(ISO), defaultReason: 'unsaid', extensionsLeft: expect.any(Number) });
    expect(Date.parse(wrapUp.dueAt) - Date.parse(wrapUp.since)).toBe(120_000);
    expect(await live.one('wrap-up.due')).toEqual({ ...wrapUp, revision: expect.any(Number) });
    expect((await nora.messages(id)).length).toBeGreaterThan(5);
  });

  it('takes a reason, one and no other', async () => {
    expect((await nora.post(`${path}/wrap-up`, { reasonId: 'weather' })).body).toMatchObject({ status: 422, code: 'unknown-reason' });
    await nora.wrapsUp(id, 'refund');
    await nora.wrapsUp(id, 'refund');
    expect((await nora.post(`${path}/wrap-up`, { reasonId: 'solved' })).body).toMatchObject({ status: 409, code: 'wrap-up-not-due' });
    expect(await live.one('wrap-up.closed')).toEqual({ conversationId: id, reasonId: 'refund', automatic: false, revision: expect.any(Number) });
    const applied = (await vera.events(id)).filter(({ type }) => type === 'WrapUpApplied');
    expect(applied).toHaveLength(1);
    await eventually('her capacity', () => nora.me(), ({ capacity }) => capacity.used === 0);
    expect(await nora.tasks()).toEqual({ offers: [], conversations: [], wrapUps: [] });
  });

  it('is closed to the agent afterwards', async () => {
    for (const call of [nora.get(path), nora.get(`${path}/messages`), nora.send(id, 'hello again')])
      expect((await call).body).toMatchObject({ status: expect.any(Number), code: expect.stringMatching(/^(not-a-participant|conversation-ended)$/) });
    expect((await nora.get(path)).status).toBe(403);
    expect((await nora.get(`${path}/messages`)).status).toBe(403);
  });

  it('is a row of the report, as JSON and as CSV', async () => {
    const [row] = await eventually('the row', () => vera.conversationsOf(customer), ([first]) => first?.['wrapUpReason'] !== undefined);
    expect(row).toMatchObject({ conversationId: id, customerName: customer.name, queueId: 'care', agents: ['nora'], wrapUpReason: 'refund', wrapUpAutomatic: false, messagesIn: 3, endedBy: 'agent' });
    const csv = await vera.get('/api/reports/conversations', { accept: 'text/csv' });
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.split('\r\n')[0]).toContain('conversationId');
    expect(csv.text).toContain(id);
    expect(csv.text).toContain('refund');
    const reasons = await vera.gets<any>('/api/reports/wrap-up-reasons');
    expect(reasons.items).toContainEqual(expect.objectContaining({ reasonId: 'refund', count: 1, automatic: 0 }));
    expect((await vera.gets<any>('/api/reports/queues')).items).toContainEqual(expect.objectContaining({ queueId: 'care', received: 1, answered: 1 }));
    expect((await vera.gets<any>('/api/reports/agents')).items).toContainEqual(expect.objectContaining({ agentId: 'nora', accepted: 1 }));
    expect((await vera.gets<any>('/api/reports/conversations?queue=orders')).items).toEqual([]);
    expect((await vera.gets<any>(`/api/reports/conversations?to=${row!['startedAt']}`)).items).toEqual([]);
    expect((await vera.get('/api/reports/conversations?from=yesterday')).body).toMatchObject({ status: 400, code: 'invalid-request' });
    expect((await vera.get('/api/reports/weather')).body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('can be read as the log holds it, also as of an earlier time', async () => {
    const events = await vera.events(id);
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, at) => events[0]!.revision + at));
    for (const event of events) expect(event).toEqual({ id: expect.any(String), type: expect.any(String), time: expect.stringMatching(ISO), revision: expect.any(Number), position: expect.anything(), data: expect.any(Object) });
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['ConversationStarted', 'MessageReceived', 'Queued', 'Offered', 'Accepted', 'MessageSent', 'MessageStatusChanged', 'Ended', 'WrapUpStarted', 'WrapUpApplied']));
    const accepted = events.find(({ type }) => type === 'Accepted')!;
    const then = await vera.gets<any>(`${path}/events?asOf=${accepted.time}`);
    expect(then.items.map(({ type }: { type: string }) => type)).toEqual(events.filter(({ time }) => time <= accepted.time).map(({ type }) => type));
    expect((await vera.get(`${path}/events?asOf=then`)).body).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('begins anew when the customer writes again', async () => {
    await suite.here.meta.text(customer, 'one more thing');
    const conversation = await nora.takes(customer);
    expect(conversation.conversationId).not.toBe(id);
    expect((await nora.messages(conversation.conversationId)).map(({ text }) => text)).toEqual(['one more thing']);
    await nora.finishes(conversation.conversationId);
    await eventually('both in the report', () => vera.conversationsOf(customer), (rows) => rows.length === 2);
  });
});
