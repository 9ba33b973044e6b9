import { AGENT_EVENTS, CONVERSATION_EVENTS, ConversationCommand, TOPICS } from '@parley/contracts';
import { PROXIED_PATHS } from '../proxy/proxied-paths';
import { GatewayUnderTest } from '../testing/gateway.spec-kit';
import { asyncApiDocument, eventSchemas } from './asyncapi';
import { openApiDocument } from './openapi';

/** Every call of the public contract. */
const CONTRACT = [
  'post /api/auth/token',
  'get /api/me',
  'put /api/me/state',
  'get /api/tasks',
  'get /api/agents',
  'get /api/supervisor/live',
  'get /api/conversations',
  'put /api/agents/{agentId}/state',
  'post /api/conversations/{id}/reassign',
  'get /api/live',
  'post /api/conversations/{id}/accept',
  'get /api/conversations/{id}',
  'get /api/conversations/{id}/messages',
  'post /api/conversations/{id}/messages',
  'get /api/directory/queues',
  'get /api/directory/agents',
  'post /api/conversations/{id}/transfer',
  'post /api/conversations/{id}/conference',
  'post /api/conversations/{id}/conference/cancel',
  'post /api/conversations/{id}/conference/exit',
  'post /api/conversations/{id}/conference/remove',
  'post /api/conversations/{id}/conference/end',
  'post /api/conversations/{id}/end',
  'get /api/wrap-up-reasons',
  'post /api/conversations/{id}/wrap-up',
  'get /api/conversations/{id}/events',
  'get /api/reports/conversations',
  'get /api/reports/queues',
  'get /api/reports/agents',
  'get /api/reports/wrap-up-reasons',
  'get /webhooks/whatsapp',
  'post /webhooks/whatsapp',
];

/** The error codes of the public contract. */
const CODES =
  'invalid-request unauthenticated forbidden not-a-participant not-found offer-closed conversation-ended conference-pending not-in-conference wrap-up-not-due service-window-closed agent-not-available message-too-long unknown-reason unknown-target unsupported-media too-many-requests unavailable'.split(' ');

interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: unknown }> }> }>>;
  components: Record<string, Record<string, unknown>>;
}

describe('the OpenAPI document', () => {
  const document = openApiDocument('1.0.0') as Described;
  const calls = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));

  it('has every call of the contract', () => expect(calls).toEqual(expect.arrayContaining(CONTRACT)));

  it('has every error code of the contract', () => {
    for (const code of CODES) expect(JSON.stringify(document.paths)).toContain(`"${code}"`);
  });

  it('has references that lead somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, kind, name] of references) expect(Object.keys(document.components[kind!]!)).toContain(name);
  });

  it('knows the shapes by the names of the contract', () => {
    expect(document.components['schemas']).toMatchObject({
      Offer: { required: expect.arrayContaining(['offerId', 'expiresAt']) },
      Conversation: { properties: { participants: { items: { required: ['agentId', 'name', 'role'] } } } },
      Message: { properties: { status: { enum: ['pending', 'sent', 'delivered', 'read', 'failed'] } } },
      SendMessageRequest: { oneOf: [{ required: ['messageId', 'type', 'text'] }, { required: ['messageId', 'type', 'templateId'] }] },
      Tasks: { properties: { offers: { items: { $ref: '#/components/schemas/Offer' } } } },
    });
  });

  it('describes every path that goes to a service', () => {
    for (const { path } of PROXIED_PATHS) expect(calls.some((call) => call.split(' ')[1]!.startsWith(path.replace('/*', '').replace(/:(\w+)/g, '{$1}')))).toBe(true);
  });
});

describe('the AsyncAPI document', () => {
  const document = asyncApiDocument('1.0.0') as { channels: Record<string, { address: string; messages: object }>; components: { messages: object } };

  it('has every topic and every event', () => {
    expect(Object.values(document.channels).map(({ address }) => address).sort()).toEqual(Object.values(TOPICS).sort());
    expect(Object.keys(document.components.messages)).toEqual(expect.arrayContaining([...Object.keys(CONVERSATION_EVENTS), ...Object.keys(AGENT_EVENTS)]));
  });

  it('has every command', () => {
    const commands = ConversationCommand.options.map(({ shape }) => shape.type.value);
    expect(Object.keys(document.channels['conversationCommands']!.messages).sort()).toEqual(commands.sort());
    for (const type of commands) expect(eventSchemas()[type]).toMatchObject({ title: type });
  });

  it('says what an event looks like', () => {
    expect(eventSchemas()['Accepted']).toMatchObject({
      title: 'Accepted',
      properties: { type: { const: 'Accepted' }, acceptedAt: { type: 'string', format: 'date-time' }, waitedMs: { type: 'integer', minimum: 0 } },
      required: expect.arrayContaining(['type', 'offerId', 'agentId']),
    });
    const { properties, required } = eventSchemas()['MessageSent'] as { properties: object; required: string[] };
    expect(properties).toMatchObject({ messageType: { const: 'text' }, template: { required: ['name', 'language', 'parameters'] } });
    expect(required).not.toContain('template');
  });
});

describe('the documents', () => {
  const gateway = new GatewayUnderTest();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.stop());

  it.each([
    ['/api/openapi.json', { openapi: '3.1.0' }],
    ['/api/asyncapi.json', { asyncapi: '3.0.0' }],
    ['/api/schemas/events/MessageSent.json', { $id: '/api/schemas/events/MessageSent.json' }],
  ])('are open to everyone at %s', async (path, content) => {
    const answer = await gateway.call(path);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining(content)]);
  });

  it.each(['Nothing.json', 'MessageSent', 'constructor.json'])('have no %s', async (file) => {
    expect((await gateway.call(`/api/schemas/events/${file}`)).status).toBe(404);
  });
});
