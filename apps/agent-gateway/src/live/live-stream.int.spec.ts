import { type AgentEvent, cloudEventHeaders, type PublishedConversationEvent, TOPICS } from '@parley/contracts';
import { InMemoryMessageBus, type MessageBus, pause } from '@parley/event-sourcing';
import { createMessageBus } from '@parley/message-bus';
import { createTestDatabase } from '@parley/read-store/testing';
import { signAccessToken } from '@parley/service-kit';
import { SignJWT } from 'jose';
import { GatewayUnderTest, SECRET } from '../testing/gateway.spec-kit';
import { json } from '../testing/stand-in.spec-kit';
import { at, History, queued, started } from './testing/history.spec-kit';
import { LiveStream } from './testing/live-stream.spec-kit';
import { Truth } from './testing/truth.spec-kit';

const me = { agentId: 'ana', name: 'Ana López', roles: ['agent'], state: { name: 'available', since: at(0) }, capacity: { max: 3, used: 0 }, revision: 0 };
const nothing = { offers: [], conversations: [], wrapUps: [] };

const publish = (bus: MessageBus, events: readonly PublishedConversationEvent[]) =>
  bus.publish(
    TOPICS.conversationEvents,
    events.map(({ subject, event, time, ...place }) => ({
      key: subject,
      value: event,
      headers: cloudEventHeaders('/parley/conversation', subject, { ...place, type: event.type, recordedAt: time }),
    })),
  );

const publishAgent = (bus: MessageBus, event: AgentEvent, position: number) =>
  bus.publish(TOPICS.agentEvents, [
    { key: event.agentId, value: event, headers: cloudEventHeaders('/parley/routing', event.agentId, { id: `agent-${position}`, type: event.type, revision: position, position, recordedAt: at(0) }) },
  ]);

/** A request that is offered to ana: four events. */
function offeredToAna(id: string): History {
  const history = new History().record(id, started(id), queued(id, 'queue', at(1)));
  history.step(id, 0);
  expect(history.events.at(-1)?.event).toMatchObject({ type: 'Offered', agentId: 'ana' });
  return history;
}

const buses: Record<string, () => Promise<{ bus: MessageBus; drop: () => Promise<void> }>> = {
  memory: async () => ({ bus: new InMemoryMessageBus(), drop: async () => undefined }),
  PostgreSQL: async () => {
    const database = await createTestDatabase();
    return { bus: await createMessageBus({ databaseUrl: database.databaseUrl, applicationName: 'spec' }), drop: () => database.drop() };
  },
};

describe.each(Object.keys(buses))('the live stream over topics in %s', (engine) => {
  let gateway: GatewayUnderTest;
  let drop: () => Promise<void>;
  const streams: LiveStream[] = [];

  beforeAll(async () => {
    const made = await buses[engine]!();
    drop = made.drop;
    gateway = await new GatewayUnderTest(made.bus).start();
  });
  beforeEach(() => {
    gateway.services.routing.on('/api/me', (_request, response) => json(response, 200, me));
    gateway.services.conversation.on('/api/tasks', (_request, response) => json(response, 200, nothing));
  });
  afterEach(() => streams.splice(0).forEach((stream) => stream.close()));
  afterAll(async () => {
    await gateway.stop();
    await drop();
  });

  const open = async (agentId: string) => {
    const stream = await LiveStream.open(gateway.url, await signAccessToken(SECRET, agentId));
    streams.push(stream);
    return stream;
  };

  it('begins with a snapshot, in the form of an event stream that nobody keeps back', async () => {
    const stream = await open('ana');
    await stream.until(({ told }) => told.length === 1);
    expect(stream.told).toEqual([{ event: 'snapshot', data: { me, ...nothing } }]);
    expect(stream.text.startsWith('retry: 1000\nevent: snapshot\ndata: ')).toBe(true);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no', 'cache-control': 'no-cache, no-transform' });
  });

  it('tells each agent what concerns them, in all their tabs, and nobody else', async () => {
    const [tab, other, ben] = [await open('ana'), await open('ana'), await open('ben')];
    const history = offeredToAna(`told-${engine}`);
    history.step(`told-${engine}`, 0);
    await publish(gateway.bus, history.events);
    await publishAgent(gateway.bus, { type: 'AgentSignedIn', agentId: 'ben', at: at(9), state: { name: 'idle', since: at(9) }, capacity: { max: 3, used: 1 } }, 9);
    for (const stream of [tab, other]) await stream.until(({ names }) => names.includes('conversation.updated'));
    await ben.until(({ names }) => names.includes('agent.state'));
    expect(tab.names).toEqual(['snapshot', 'offer.created', 'offer.closed', 'conversation.updated']);
    expect(tab.data('offer.closed')).toEqual([expect.objectContaining({ reason: 'accepted', revision: 3 })]);
    expect(tab.data('conversation.updated')[0]).toMatchObject({ status: 'active', revision: 3, participants: [{ agentId: 'ana', role: 'primary' }] });
    expect(other.told).toEqual(tab.told);
    expect(ben.names).toEqual(['snapshot', 'agent.state']);
    expect(ben.data('agent.state')[0]).toEqual({ agentId: 'ben', name: 'Ben Ito', roles: ['agent'], state: { name: 'idle', since: at(9) }, capacity: { max: 3, used: 1 }, revision: 9 });
  });

  it('asks for a snapshot that holds all it has seen, and loses nothing that happens meanwhile', async () => {
    const id = `gap-${engine}`;
    const history = offeredToAna(id);
    const watcher = await open('ana');
    await publish(gateway.bus, history.events);
    await watcher.until(({ names }) => names.includes('offer.created'));
    let release: () => void = () => undefined;
    const asked = new Promise<string | undefined>((resolve) => {
      gateway.services.conversation.on('/api/tasks', async (request, response) => {
        resolve(request.headers['x-parley-after'] as string);
        await new Promise<void>((let_) => (release = let_));
        json(response, 200, { ...nothing, offers: new Truth(history.events).snapshot('ana', 3).offers });
      });
    });
    const opening = open('ana');
    expect(Number(await asked)).toBeGreaterThanOrEqual(3);
    history.step(id, 0);
    await publish(gateway.bus, history.events.slice(3));
    await watcher.until(({ names }) => names.includes('conversation.updated'));
    release();
    const stream = await opening;
    await stream.until(({ names }) => names.includes('conversation.updated'));
    expect(stream.names).toEqual(['snapshot', 'offer.closed', 'conversation.updated']);
  });

  it('loads the conversation and the message that it does not remember', async () => {
    const id = `load-${engine}`;
    const history = offeredToAna(id);
    history.step(id, 0);
    const { legId } = history.events.at(-1)!.event as { legId: string };
    history.record(id, { type: 'MessageSent', messageId: 'm1', messageType: 'text', text: 'hello', legId, agentId: 'ana', agentName: 'ana', phoneNumberId: '1', to: {}, sentAt: at(5) });
    history.record(id, { type: 'MessageStatusChanged', messageId: 'm1', status: 'delivered', changedAt: at(6) });
    const truth = new Truth(history.events);
    const tasks = truth.snapshot('ana', 5);
    gateway.services.conversation
      .on('/api/tasks', (_request, response) => json(response, 200, { ...nothing, conversations: tasks.conversations }))
      .on(`/internal/conversations/${id}`, (_request, response) => json(response, 200, { view: truth.views().get(id) }))
      .on(`/internal/conversations/${id}/messages/m1`, (_request, response) => json(response, 200, { message: truth.messages(5).get('m1') }));
    const stream = await open('ana');
    await publish(gateway.bus, history.events.slice(5));
    await stream.until(({ names }) => names.includes('message.updated'));
    expect(stream.data('message.updated')).toEqual([expect.objectContaining({ messageId: 'm1', text: 'hello', status: 'delivered', conversationId: id, revision: 5 })]);
  });

  it('closes the streams of those whose conversation cannot be loaded, and no others', async () => {
    const id = `lost-${engine}`;
    const history = offeredToAna(id);
    gateway.services.conversation.on(`/internal/conversations/${id}`, (_request, response) => json(response, 503, {}));
    const [ana, ben] = [await open('ana'), await open('ben')];
    await publish(gateway.bus, history.events.slice(2));
    await ana.until(({ ended }) => ended);
    expect(ben.ended).toBe(false);
  });

  it('tells routing when an agent’s first stream has opened and when their last one has closed', async () => {
    const told = () => gateway.services.routing.received.filter(({ url }) => url === '/internal/agents/sue/connection').map(({ body }) => (JSON.parse(body.toString()) as { connected: boolean }).connected);
    const until = async (count: number) => {
      while (told().length < count) await pause(2);
    };
    const [one, other] = [await open('sue'), await open('sue')];
    await Promise.all([one, other].map((stream) => stream.until(({ names }) => names.includes('snapshot'))));
    await until(1);
    one.close();
    const third = await open('sue');
    await third.until(({ names }) => names.includes('snapshot'));
    other.close();
    third.close();
    await until(2);
    expect(told()).toEqual([true, false]);
  });

  it('ends with the token that opened it', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) + 5;
    const token = new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('ana').setIssuer('parley').setAudience('parley').setExpirationTime(expiresAt);
    const stream = await LiveStream.open(gateway.url, await token.sign(new TextEncoder().encode(SECRET)));
    await stream.until(({ names }) => names.includes('snapshot'));
    await stream.until(({ ended }) => ended);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt * 1000 - 1);
  });

  it('refuses without a token, and while a service cannot say what the screen shows', async () => {
    expect((await gateway.call('/api/live')).status).toBe(401);
    gateway.services.conversation.on('/api/tasks', (_request, response) => json(response, 503, { code: 'unavailable' }));
    const stream = await open('ana');
    expect([stream.response.status, stream.response.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
