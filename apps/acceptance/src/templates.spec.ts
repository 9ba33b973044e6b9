import { randomUUID } from 'node:crypto';
import { eventually } from './testing/eventually';
import { installed } from './testing/installation';
import { messagesFrom, someone, textOf } from './testing/meta';
import { PEOPLE } from './testing/people';
import type { Person } from './testing/person';
import type { Message } from './testing/shapes';

const DAY_MS = 24 * 3_600_000;
const TEXT = 'Dear Iñaki, "box / 7" is here; Iñaki, come by';

/** A customer who wrote more than a day ago, by WhatsApp's time. */
describe('templates', () => {
  const suite = installed({
    queues: { care: { agents: ['nora'] }, orders: { agents: ['omar'] } },
    templates: [
      '- { id: parcel, name: { en: Parcel, es: Paquete }, template: parcel_here, language: en_GB, text: "Dear {{1}}, {{2}} is here; {{1}}, come by", parameters: [{ en: Name, es: Nombre }, { en: What, es: Qué }] }',
      '- { id: plain, name: { en: Plain, es: Simple }, template: plain_words, language: es, text: "Hasta pronto" }',
      '- { id: elsewhere, name: { en: E, es: E }, template: elsewhere, language: es, text: "Hola {{1}}", queues: [orders] }',
    ],
  });
  const customer = someone('Iñaki');
  let nora: Person;
  let id: string;

  beforeAll(async () => {
    nora = await suite.here.signIn('nora');
    await nora.sets('available');
    expect(await suite.here.meta.notify(messagesFrom(customer, textOf(customer, 'long ago', undefined, Date.now() - DAY_MS - 60_000)))).toBe(200);
    id = (await nora.takes(customer)).conversationId;
  });

  const send = (templateId: string, parameters?: unknown, messageId: string = randomUUID(), who = nora) =>
    who.post(`/api/conversations/${id}/messages`, { messageId, type: 'template', templateId, ...(parameters !== undefined && { parameters }) });
  const shown = async (messageId: string) => (await nora.messages(id)).find((message) => message.messageId === messageId);

  it('are listed for a queue, with their names in the language asked for', async () => {
    expect(await nora.gets('/api/templates?queue=care&lang=es')).toEqual({
      items: [
        { id: 'parcel', name: 'Paquete', language: 'en_GB', text: 'Dear {{1}}, {{2}} is here; {{1}}, come by', parameters: [{ name: 'Nombre' }, { name: 'Qué' }] },
        { id: 'plain', name: 'Simple', language: 'es', text: 'Hasta pronto', parameters: [] },
      ],
    });
    expect((await nora.gets<{ items: unknown[] }>('/api/templates')).items).toHaveLength(3);
    expect((await fetch(`${suite.here.url}/api/templates`)).status).toBe(401);
  });

  it('go out once when free text does not', async () => {
    expect((await nora.send(id, 'too late')).body).toMatchObject({ status: 409, code: 'service-window-closed' });
    const messageId = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => send('parcel', ['Iñaki', '"box / 7"'], messageId)));
    for (const { status, body } of answers) {
      expect(status).toBe(202);
      expect(body).toMatchObject({ messageId, direction: 'outbound', type: 'template', text: TEXT, sender: { kind: 'agent', id: 'nora', name: PEOPLE.nora.name } });
    }
    await send('plain');
    await eventually('what came after', () => suite.here.graph.callsForTemplate('plain_words'), (calls) => calls.length === 1);
    const [call, ...more] = suite.here.graph.callsForTemplate('parcel_here');
    expect(more).toEqual([]);
    expect(call!.body).toMatchObject({
      to: `+${customer.phone}`,
      type: 'template',
      template: { name: 'parcel_here', language: { code: 'en_GB' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Iñaki' }, { type: 'text', text: '"box / 7"' }] }] },
    });
    expect(suite.here.graph.callsForTemplate('plain_words')[0]!.body['template']).toEqual({ name: 'plain_words', language: { code: 'es' } });
    expect(suite.here.graph.callsFor('too late')).toEqual([]);
    await suite.here.meta.status(customer, call!.wamid!, 'delivered');
    await eventually('delivered', () => shown(messageId), (message) => message?.status === 'delivered');
  });

  it.each([
    ['what is not configured', 'gone', [], { status: 422, code: 'unsupported-media' }, /gone/],
    ['one for other queues', 'elsewhere', ['x'], { status: 422, code: 'unsupported-media' }, /not for/],
    ['a value too few', 'parcel', ['one'], { status: 400, code: 'invalid-request' }, /parameters: expected 2, got 1/],
    ['no values', 'parcel', undefined, { status: 400, code: 'invalid-request' }, /parameters: expected 2, got 0/],
    ['a line break', 'parcel', ['a', 'b\nc'], { status: 400, code: 'invalid-request' }, /parameters\.1: .*line breaks/],
    ['an empty value', 'parcel', ['a', ''], { status: 400, code: 'invalid-request' }, /parameters\.1: must not be empty/],
    ['a value of 1025 characters', 'parcel', ['x'.repeat(1025), 'b'], { status: 400, code: 'invalid-request' }, /parameters\.0: at most 1024/],
    ['values that are no list', 'parcel', 'a, b', { status: 400, code: 'invalid-request' }, /parameters/],
  ])('are refused with %s', async (_, templateId, parameters, refusal, detail) => {
    expect((await send(templateId, parameters)).body).toMatchObject({ ...refusal, detail: expect.stringMatching(detail) });
  });

  it('are not sent by who is not in the conversation', async () => {
    const omar = await suite.here.signIn('omar');
    expect((await send('plain', [], randomUUID(), omar)).body).toMatchObject({ status: 403, code: 'not-a-participant' });
  });

  it('are sent again as templates after they failed', async () => {
    suite.here.graph.treat('parcel_here', { kind: 'refuse', httpStatus: 404, error: { code: 132001, message: 'Template name does not exist in the translation' } });
    const { body } = (await send('parcel', ['A', 'B'])) as { body: Message };
    await eventually('failed', () => shown(body.messageId), (message) => message?.status === 'failed' && message.error?.code === '132001');
    const again = await nora.post(`/api/conversations/${id}/messages/${body.messageId}/retry`);
    expect([again.status, again.body]).toEqual([202, expect.objectContaining({ type: 'template', text: 'Dear A, B is here; A, come by', retryOf: body.messageId })]);
    await eventually('its call', () => suite.here.graph.callsForTemplate('parcel_here'), (calls) => calls.length === 3);
    const [, failed, second] = suite.here.graph.callsForTemplate('parcel_here');
    expect(second!.body['template']).toEqual(failed!.body['template']);
  });
});
