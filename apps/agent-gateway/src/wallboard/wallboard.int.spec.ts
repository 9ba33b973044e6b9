import { cloudEventHeaders, TOPICS, type Wallboard } from '@parley/contracts';
import { InMemoryMessageBus } from '@parley/event-sourcing';
import { signAccessToken } from '@parley/service-kit';
import { LiveStream } from '../live/testing/live-stream.spec-kit';
import { GatewayUnderTest, SECRET } from '../testing/gateway.spec-kit';
import { json } from '../testing/stand-in.spec-kit';

jest.setTimeout(60_000);
const at = '2026-03-01T09:00:00.000Z';
const ana = {
  agentId: 'ana', name: 'Ana López', roles: ['agent'], state: { name: 'available', since: at }, capacity: { max: 3, used: 0 }, queues: ['support'],
  connection: { state: 'connected' }, revision: 6,
};
const bus = new InMemoryMessageBus();
const gateway = new GatewayUnderTest(bus);
const streams: LiveStream[] = [];
/** What the services say. */
const truth = { waiting: 0, answered: 0, agent: ana, behind: 0 };

beforeAll(async () => {
  await gateway.start();
  const { conversation, routing, 'wrap-up-reporting': reporting } = gateway.services;
  conversation.on('/internal/queues', (_request, response) => json(response, 200, { items: [{ queueId: 'support', waiting: truth.waiting, offered: 0, active: 0 }] }));
  routing.on('/internal/agents', (_request, response) => json(response, 200, { items: [truth.agent] }));
  reporting.on('/internal/today', ({ url }, response) => {
    const timeZone = new URL(url, 'http://x').searchParams.get('timeZone');
    const behind = truth.behind > 0;
    truth.behind -= 1;
    const answered = behind ? 0 : truth.answered;
    json(response, 200, { today: { from: at, to: '2999-01-01T00:00:00.000Z', timeZone, hours: [] }, queues: [{ queueId: 'support', received: 0, answered, abandoned: 0 }], behind });
  });
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
  Object.assign(truth, { waiting: 0, answered: 0, agent: ana, behind: 0 });
});
afterAll(() => gateway.stop());

async function open(as: string, query = '?timeZone=Europe/Madrid'): Promise<LiveStream> {
  const stream = await LiveStream.open(gateway.url, await signAccessToken(SECRET, as), `/api/supervisor/live${query}`);
  streams.push(stream);
  return stream;
}

async function looking(query?: string): Promise<LiveStream> {
  const stream = await open('sue', query);
  await stream.until(({ told }) => told.length > 0);
  return stream;
}
const boardOf = (stream: LiveStream) => stream.told[0]!.data as unknown as Wallboard;
const updates = (stream: LiveStream, name: string) => stream.told.filter(({ event }) => event === name).map(({ data }) => data);

let position = 0;
async function happens(type: string): Promise<void> {
  position += 1;
  const headers = cloudEventHeaders('/parley/conversation', 'c1', { id: `e${position}`, type, revision: position, position, recordedAt: at });
  await bus.publish(TOPICS.conversationEvents, [{ key: 'c1', value: {}, headers }]);
}

describe('the supervisors’ live stream', () => {
  it('begins with all there is, today in the supervisor’s own time zone', async () => {
    truth.waiting = 2;
    const stream = await looking();
    expect(stream.names).toEqual(['snapshot']);
    expect(boardOf(stream)).toMatchObject({ queues: [{ queueId: 'support', name: 'Support', waiting: 2, answered: 0 }], agents: [ana], today: { timeZone: 'Europe/Madrid' } });
    expect(boardOf(await looking(''))).toMatchObject({ today: { timeZone: 'UTC' } });
  });

  it('tells what has changed when something happened, and nothing else', async () => {
    const [one, other] = await Promise.all([looking(), looking('')]);
    truth.waiting = 1;
    await happens('Queued');
    for (const stream of [one, other]) {
      await stream.until(({ told }) => told.length > 1);
      expect(stream.told.slice(1)).toMatchObject([{ event: 'queue.updated', data: { queueId: 'support', waiting: 1 } }]);
    }
  });

  it('tells of the conversation that was asked for, whatever happens in it, and of no other', async () => {
    const [following, other] = await Promise.all([looking('?conversation=c1'), looking('?conversation=c2')]);
    await happens('MessageReceived');
    await following.until(({ told }) => told.length > 1);
    expect(following.told.slice(1)).toEqual([{ event: 'conversation.happened', data: { conversationId: 'c1', revision: position } }]);
    await happens('Ended');
    await following.until((told) => updates(told, 'conversation.happened').length > 1);
    expect(updates(other, 'conversation.happened')).toEqual([]);
  });

  it('asks again until the reports have counted what happened', async () => {
    const stream = await looking();
    Object.assign(truth, { answered: 5, behind: 2 });
    await happens('Accepted');
    await stream.until((told) => updates(told, 'queue.updated').some(({ answered }) => answered === 5));
    const asked = gateway.services['wrap-up-reporting'].received.at(-1)!.url;
    expect(new URL(asked, 'http://x').searchParams.get('after')).toMatch(/^\d+:\d+$/);
  });

  it('tells of agents, and asks again until routing knows as much as its events', async () => {
    const stream = await looking();
    truth.agent = { ...ana, state: { name: 'rona', since: at } };
    const headers = cloudEventHeaders('/parley/routing', 'ana', { id: 'a7', type: 'AgentStateChanged', revision: 7, position: 7, recordedAt: at });
    const by = { kind: 'system' };
    await bus.publish(TOPICS.agentEvents, [{ key: 'ana', headers, value: { type: 'AgentStateChanged', agentId: 'ana', state: truth.agent.state, capacity: ana.capacity, previous: 'available', by, at } }]);
    await stream.until((told) => updates(told, 'agent.updated').length > 0);
    ana.revision = 7;
    truth.agent = { ...ana, connection: { state: 'lost' } };
    await stream.until((told) => updates(told, 'agent.updated').length > 1);
    expect(updates(stream, 'agent.updated')).toMatchObject([{ state: { name: 'rona' } }, { connection: { state: 'lost' }, revision: 7 }]);
  });

  it('is for supervisors, with a time zone that exists', async () => {
    expect((await open('ana')).response.status).toBe(403);
    expect((await open('sue', '?timeZone=Mars/Olympus')).response.status).toBe(400);
    expect((await gateway.call('/api/supervisor/live')).status).toBe(401);
  });

  it('ends no gateway that cannot read: whoever asks is told to come back', async () => {
    gateway.services.routing.on('/internal/agents', (_request, response) => json(response, 500, {}));
    const asked = open('sue');
    gateway.services.routing.on('/internal/agents', (_request, response) => json(response, 200, { items: [truth.agent] }));
    expect((await asked).response.status).toBe(200);
  });
});
