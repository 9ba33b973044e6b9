import { randomBytes } from 'node:crypto';
import { NUMBERS } from './testing/contact-center';
import { eventually } from './testing/eventually';
import { aWamid } from './testing/graph-api';
import { installed } from './testing/installation';
import { messagesFrom, notification, signature, someone, textOf, VERIFY_TOKEN, wire } from './testing/meta';
import { ask, Person } from './testing/person';
import { expectedInConversations, samples } from './testing/samples';
import type { StoredEvent } from './testing/shapes';

const MEGABYTE = 1024 * 1024;

describe('the webhook', () => {
  const suite = installed({ queues: { care: { agents: ['nora'] }, orders: { agents: ['nora'] } } });
  let vera: Person;
  beforeAll(async () => {
    vera = await suite.here.signIn('vera');
  });

  /** Every event of every conversation of everyone. */
  async function everything(): Promise<StoredEvent[]> {
    const rows = await vera.reportRows();
    return (await Promise.all(rows.map(({ conversationId }) => vera.events(conversationId)))).flat();
  }

  const received = (events: readonly StoredEvent[]) => events.filter(({ type }) => type === 'MessageReceived').map(({ data }) => data['wamid']);

  describe('handshake', () => {
    const shake = (query: Record<string, string>) => ask(`${suite.here.url}/webhooks/whatsapp?${new URLSearchParams(query)}`);

    it('answers the challenge as it came', async () => {
      const { status, text } = await shake({ 'hub.mode': 'subscribe', 'hub.challenge': '0123 <b>&é', 'hub.verify_token': VERIFY_TOKEN });
      expect({ status, text }).toEqual({ status: 200, text: '0123 <b>&é' });
    });

    it.each([
      ['another token', { 'hub.mode': 'subscribe', 'hub.challenge': '12345', 'hub.verify_token': `${VERIFY_TOKEN}!` }],
      ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '12345' }],
      ['another mode', { 'hub.mode': 'unsubscribe', 'hub.challenge': '12345', 'hub.verify_token': VERIFY_TOKEN }],
      ['nothing', {}],
    ] as [string, Record<string, string>][])('is refused with %s', async (_, query) => {
      const { status, text } = await shake(query);
      expect(status).toBe(403);
      expect(text).not.toContain('12345');
    });
  });

  describe('signature', () => {
    const body = wire(messagesFrom(someone('Never Heard'), textOf(someone('Never Heard'), 'forged')));

    it.each([
      ['of another secret', { 'x-hub-signature-256': signature(body, 'another secret') }],
      ['of another body', { 'x-hub-signature-256': signature(`${body} `) }],
      ['that is shorter', { 'x-hub-signature-256': signature(body).slice(0, -2) }],
      ['without its prefix', { 'x-hub-signature-256': signature(body).slice('sha256='.length) }],
      ['of the old kind only', { 'x-hub-signature': `sha1=${'0'.repeat(40)}` }],
      ['that is empty', { 'x-hub-signature-256': '' }],
      ['that is missing', {}],
    ] as [string, Record<string, string>][])('%s is refused', async (_, headers) => {
      const answer = await suite.here.meta.post(body, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
    });

    it('leaves nothing of what was refused', async () => {
      const proof = await suite.here.meta.text(someone('Arrives Later'), 'genuine');
      const events = await eventually('the later message', everything, (all) => received(all).includes(proof));
      expect(JSON.stringify(events)).not.toContain('forged');
    });

    it('counts over the bytes as WhatsApp writes them', async () => {
      const customer = someone('Zoë/\u{1F469}‍\u{1F469}‍\u{1F467} "q" \\ ¡Ñandú! עברית');
      const text = 'https://example.com/a/b?c=1/2 — naïve ☕ \u{1F1EA}\u{1F1F8} עִבְרִית e\u0301 \u007f\u2028\n\t"quoted" \\/ end';
      const escaped = wire(messagesFrom(customer, textOf(customer, text)));
      expect(escaped).toMatch(/https:\\\/\\\/example/);
      expect(escaped).toMatch(/\\u00ef/);
      const wamid = await suite.here.meta.text(customer, text);
      const events = await eventually('the message', everything, (all) => received(all).includes(wamid));
      const event = events.find(({ data }) => data['wamid'] === wamid)!;
      expect(event.data).toMatchObject({ text, customerName: customer.name });
    });
  });

  describe('body', () => {
    it.each(['{"object":', 'hello', ''])('that is not JSON is taken all the same, so that it is not sent again for days: %j', async (body) => {
      expect((await suite.here.meta.post(body, { 'x-hub-signature-256': signature(body) })).status).toBe(200);
      expect((await suite.here.meta.post(body, { 'x-hub-signature-256': signature(`${body} `) })).status).toBe(401);
    });

    it('of more than 4 MB is refused', async () => {
      const body = wire({ object: 'whatsapp_business_account', entry: [], filler: 'x'.repeat(4 * MEGABYTE) });
      const answer = await suite.here.meta.post(body, { 'x-hub-signature-256': signature(body) });
      expect(answer.status).toBe(413);
    });

    it('of 3.5 MB with a thousand messages is taken whole', async () => {
      const customer = someone('Ola Prolific');
      const messages = Array.from({ length: 1000 }, (_, at) => textOf(customer, `${at} ${randomBytes(1_720).toString('hex')}`));
      const body = wire(messagesFrom(customer, ...messages));
      expect(Buffer.byteLength(body)).toBeGreaterThan(3.4 * MEGABYTE);
      expect(Buffer.byteLength(body)).toBeLessThan(4 * MEGABYTE);
      const answer = await suite.here.meta.post(body, { 'x-hub-signature-256': signature(body) });
      expect(answer.status).toBe(200);
      const conversations = await eventually('one conversation', () => vera.conversationsOf(customer), (rows) => rows.length > 0 && Number(rows[0]!['messagesIn']) >= 1000);
      expect(conversations).toHaveLength(1);
      expect(received(await vera.events(conversations[0]!.conversationId))).toEqual(messages.map(({ id }) => id));
    });

    it('that is JSON of another kind is taken and harms nothing', async () => {
      for (const odd of [null, 7, 'text', [], {}, { object: 'page', entry: [{ changes: null }] }, { entry: [{ changes: [{ field: 'messages', value: { messages: [null, 3, {}] } }] }] }]) {
        const body = wire(odd);
        expect([odd, (await suite.here.meta.post(body, { 'x-hub-signature-256': signature(body) })).status]).toEqual([odd, 200]);
      }
    });
  });

  it('has every message of every kind in exactly one conversation, once', async () => {
    const all = samples();
    expect(all).toHaveLength(55);
    for (const { name, body } of all) {
      const answer = await suite.here.meta.post(body, { 'x-hub-signature-256': signature(body) });
      expect([name, answer.status]).toEqual([name, 200]);
    }
    const configured = new Set<string>(Object.values(NUMBERS).map(({ phoneNumberId }) => phoneNumberId));
    const expected = expectedInConversations(all).filter(({ phoneNumberId }) => configured.has(phoneNumberId)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThanOrEqual(45);
    const events = await eventually('all samples', everything, (found) => expected.every((id) => received(found).includes(id)));
    const wamids = received(events);
    expect(wamids).toHaveLength(new Set(wamids).size);
  });

  it('knows the customer by the name that was told, and answers where they are now', async () => {
    const customer = someone('Nell Newnumber');
    const newPhone = `${customer.phone}9`;
    // Nobody is before them in the queue.
    const waiting = (await vera.reportRows()).filter(({ endedAt }) => endedAt === undefined);
    for (const { conversationId } of waiting) await vera.posts(`/api/conversations/${conversationId}/end`);
    const nora = await suite.here.signIn('nora');
    await nora.sets('available');
    await suite.here.meta.text(customer, 'hello');
    const { conversationId: id } = await nora.takes(customer);
    const before = await nora.conversation(id);
    const { phone: from } = customer;
    const change = { from, id: aWamid(), timestamp: textOf(customer, '').timestamp, type: 'system', system: { type: 'user_changed_number', body: 'changed', wa_id: newPhone } };
    await suite.here.meta.notify(notification(customer.number, { messages: [change] }));
    const changed = await eventually('the change', () => nora.conversation(id), ({ customer: { phone } }) => phone === `+${newPhone}`);
    expect(changed).toMatchObject({ customer: { name: customer.name }, serviceWindowExpiresAt: before.serviceWindowExpiresAt });
    await nora.says(id, 'good to know');
    await eventually('the answer', () => suite.here.graph.callsFor('good to know'), ([call]) => String((call?.body as { to?: string })?.to).replace('+', '') === newPhone);
    await nora.finishes(id);
    await nora.sets('offline');
  });

  it('keeps what comes before the message that it is about', async () => {
    const customer = someone('Rhea Revoked');
    const text = textOf(customer, 'forget it');
    const revoke = { from: customer.phone, id: aWamid(), timestamp: text.timestamp, type: 'revoke', revoke: { original_message_id: text.id } };
    await suite.here.meta.notify(messagesFrom(customer, revoke));
    await suite.here.meta.notify(messagesFrom(customer, text));
    const events = await eventually('both', everything, (all) => received(all).includes(revoke.id));
    expect(received(events).filter((id) => id === text.id || id === revoke.id)).toEqual([text.id, revoke.id]);
  });

  it('takes a whole batch for the sake of its good items', async () => {
    const customer = someone('Bo Batch');
    const [first, last] = [textOf(customer, 'before'), textOf(customer, 'after')];
    const status = await suite.here.meta.notify(messagesFrom(customer, first, { id: aWamid(), type: 'hologram', hologram: { depth: 3 } }, { nonsense: true }, 17, last));
    expect(status).toBe(200);
    await eventually('both', everything, (events) => [first.id, last.id].every((id) => received(events).includes(id)));
  });
});
