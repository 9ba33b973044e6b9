import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AgentOverview, Me, OfferConversation } from '@parley/contracts';
import { pause } from '@parley/event-sourcing';
import { accepted, closed, missed, offered, queued, wrappedUp } from './testing/given.testing';
import { eventually, RoutingTrial } from './testing/routing-service.testing';

jest.setTimeout(60_000);

describe('the routing service', () => {
  let trial: RoutingTrial;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    trial = await RoutingTrial.open();
    app = await trial.start();
    await eventually(async () => ((await app.inject('/health/ready')).statusCode === 200 ? true : undefined));
  });
  afterAll(() => trial.close());

  /** The offer asked for this entry. */
  const offerFor = (entryId: string) => eventually(() => trial.commands.find((command): command is OfferConversation => command.type === 'OfferConversation' && command.entryId === entryId));
  const me = async (agentId: string) => (await trial.call(app, agentId, { url: '/api/me' })).body;
  const untilMe = (agentId: string, holds: (me: Me) => boolean) =>
    eventually(async () => {
      const now = await me(agentId);
      return holds(now) ? now : undefined;
    });

  it('knows everybody, and who has no agent role stays offline', async () => {
    expect(await me('ana')).toMatchObject({ agentId: 'ana', name: 'Ana López', roles: ['agent'], state: { name: 'offline' }, capacity: { max: 2, used: 0 } });
    expect(await me('sue')).toMatchObject({ state: { name: 'offline' }, capacity: { max: 3, used: 0 } });
    expect(await trial.setState(app, 'sue', { state: 'available' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await trial.internal(app, 'POST', '/internal/agents/sue/sign-in')).status).toBe(200);
    expect((await me('sue')).state.name).toBe('offline');
    expect((await app.inject('/api/me')).statusCode).toBe(401);
  });

  it('signs agents in for other services only, as idle, once', async () => {
    expect((await app.inject({ method: 'POST', url: '/internal/agents/ana/sign-in' })).statusCode).toBe(401);
    const { status, body } = await trial.internal(app, 'POST', '/internal/agents/ana/sign-in');
    expect([status, JSON.parse(body)]).toMatchObject([200, { agentId: 'ana', state: { name: 'idle' } }]);
    await trial.setState(app, 'ana', { state: 'available' });
    await trial.internal(app, 'POST', '/internal/agents/ana/sign-in');
    expect((await me('ana')).state.name).toBe('available');
    expect((await trial.internal(app, 'POST', '/internal/agents/nobody/sign-in')).status).toBe(404);
  });

  it('shows supervisors, and nobody else, every agent, and lets them set states', async () => {
    const agents = (search = '') => trial.call<{ items: AgentOverview[] }>(app, 'sue', { url: `/api/agents${search}` });
    const set = (by: string, agentId: string, body: object) => trial.call<AgentOverview & { code: string }>(app, by, { method: 'PUT', url: `/api/agents/${agentId}/state`, body });
    expect((await agents()).body.items.map(({ agentId }) => agentId)).toEqual(['ana', 'ben', 'cleo']);
    expect((await agents('?search=LOPEZ')).body.items).toEqual([
      { agentId: 'ana', name: 'Ana López', roles: ['agent'], state: { name: 'available', since: expect.any(String) }, capacity: { max: 2, used: 0 }, queues: ['support'], connection: { state: 'none' }, revision: expect.any(Number) },
    ]);
    for (const url of ['/api/agents', '/api/agents/ana']) expect(await trial.call(app, 'ana', { url })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await set('ana', 'ana', { state: 'idle' })).status).toBe(403);
    const { body: before } = await trial.call<AgentOverview>(app, 'sue', { url: '/api/agents/ana' });
    expect(await set('sue', 'ana', { state: 'idle', reason: 'lunch' })).toMatchObject({ status: 200, body: { agentId: 'ana', state: { name: 'idle', reason: 'lunch' } } });
    const idle = await me('ana');
    expect(idle.revision).toBeGreaterThan(before.revision);
    await trial.internal(app, 'POST', '/internal/agents/cleo/sign-in');
    expect(await me('ana')).toEqual(idle); // another's events change nothing, the revision included
    expect(await set('sue', 'ana', { state: 'rona' })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await set('sue', 'ana', { state: 'idle', reason: 'siesta' })).toMatchObject({ status: 422, body: { code: 'unknown-reason' } });
    expect(await set('sue', 'ben', { state: 'available' })).toMatchObject({ status: 409, body: { code: 'agent-not-available' } });
    for (const nobody of ['sue', 'nobody']) expect(await set('sue', nobody, { state: 'offline' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const changed = await eventually(() => trial.agentEvents.findLast(({ event }) => event.type === 'AgentStateChanged' && event.state.reason === 'lunch'));
    expect(changed.event).toMatchObject({ agentId: 'ana', by: { kind: 'supervisor', id: 'sue' } });
  });

  it('refuses a state that cannot be chosen', async () => {
    expect((await trial.setState(app, 'ana', { state: 'rona' })).status).toBe(400);
    expect(await trial.setState(app, 'ana', { state: 'idle', reason: 'siesta' })).toMatchObject({ status: 422, body: { code: 'unknown-reason' } });
    expect(await trial.setState(app, 'ana', { state: 'idle', reason: 'lunch' })).toMatchObject({ status: 200, body: { state: { name: 'idle', reason: 'lunch' } } });
    expect((await trial.setState(app, 'ana', { state: 'available' })).body.state).toMatchObject({ name: 'available' });
  });

  it('takes a request to an agent, through a missed offer, to another agent and back', async () => {
    await trial.happens(queued('c1/1'));
    const first = await offerFor('c1/1');
    expect(first).toMatchObject({ conversationId: 'c1', agentId: 'ana', agentName: 'Ana López', queueName: 'Support', offerTimeoutSeconds: 30 });
    const toAna = { conversationId: 'c1', offerId: first.offerId, agentId: 'ana', entryId: 'c1/1' };
    await trial.happens(offered(toAna));
    expect(await untilMe('ana', ({ capacity }) => capacity.used === 1)).toMatchObject({ state: { name: 'available' } });
    expect(await trial.setState(app, 'ana', { state: 'offline' })).toMatchObject({ status: 409, body: { code: 'work-open' } });

    await trial.happens(missed(toAna));
    await trial.happens(queued('c1/2'));
    expect(await untilMe('ana', ({ state }) => state.name === 'rona')).toMatchObject({ capacity: { used: 0 } });
    await trial.setState(app, 'ben', { state: 'available' });
    const second = await offerFor('c1/2');
    const toBen = { conversationId: 'c1', offerId: second.offerId, agentId: 'ben' };
    expect(second).toMatchObject(toBen);
    await trial.happens(accepted(toBen));

    await trial.happens(queued('c2/1'));
    await eventually(async () => {
      const { body } = await trial.call<{ items: { id: string; waiting: number; availableAgents: number }[] }>(app, 'sue', { url: '/api/directory/queues?search=SÚP' });
      expect(body.items).toHaveLength(1);
      return body.items[0]!.waiting === 1 && body.items[0]!.availableAgents === 0 ? true : undefined;
    });
    await trial.happens(wrappedUp(toBen));
    expect(await offerFor('c2/1')).toMatchObject({ agentId: 'ben' });

    await trial.setState(app, 'ana', { state: 'available' });
    await trial.happens(queued('c3/1'));
    expect(await offerFor('c3/1')).toMatchObject({ agentId: 'ana' });
  });

  it('publishes what happens to agents, and nothing else', async () => {
    await eventually(() => trial.agentEvents.find(({ event }) => event.type === 'AgentStateChanged' && event.state.name === 'rona'));
    expect(trial.agentEvents.find(({ subject }) => subject === 'ana')).toMatchObject({ event: { type: 'AgentSignedIn', state: { name: 'idle' }, capacity: { max: 2, used: 0 } } });
    expect(trial.agentEvents.every(({ event }) => 'agentId' in event)).toBe(true);
  });

  it('shows who could take over, and why one may be idle', async () => {
    await trial.setState(app, 'cleo', { state: 'available' });
    const agents = async (caller: string, search = '') => (await trial.call<{ items: object[] }>(app, caller, { url: `/api/directory/agents?search=${search}` })).body.items;
    expect(await agents('sue', 'LOPEZ')).toEqual([{ agentId: 'ana', name: 'Ana López' }]);
    expect(await agents('ana')).toEqual([{ agentId: 'cleo', name: 'Cleo' }]);
    expect((await trial.call(app, 'ana', { url: '/api/idle-reasons?lang=es' })).body).toEqual({ items: [{ id: 'lunch', name: 'Almuerzo' }] });
  });

  it('holds a place for a direct offer', async () => {
    const place = { offerId: 'direct-1', conversationId: 'c9', agentId: 'cleo', queueId: 'sales', kind: 'transfer' };
    expect((await trial.internal(app, 'POST', '/internal/reservations', place)).status).toBe(201);
    expect((await trial.internal(app, 'POST', '/internal/reservations', place)).status).toBe(201);
    expect((await me('cleo')).capacity.used).toBe(1);
    const { status, body } = await trial.internal(app, 'POST', '/internal/reservations', { ...place, offerId: 'direct-2', agentId: 'ben' });
    expect([status, JSON.parse(body)]).toMatchObject([409, { code: 'agent-not-available' }]);
    expect((await trial.internal(app, 'DELETE', '/internal/reservations/direct-1')).status).toBe(204);
    expect((await me('cleo')).capacity.used).toBe(0);
  });

  it('waits for what the caller knows to be free, and not for ever', async () => {
    const place = { offerId: 'direct-3', conversationId: 'c10', agentId: 'cleo', queueId: 'sales', kind: 'transfer' };
    await trial.internal(app, 'POST', '/internal/reservations', place);
    const leave = () => trial.call(app, 'cleo', { method: 'PUT', url: '/api/me/state', body: { state: 'offline' }, released: 'direct-3,unknown' });
    expect(await leave()).toMatchObject({ status: 409, body: { code: 'work-open' } });
    const leaving = leave();
    const showing = trial.call(app, 'cleo', { url: '/api/me', released: 'direct-3' });
    await trial.internal(app, 'DELETE', '/internal/reservations/direct-3');
    expect(await leaving).toMatchObject({ status: 200, body: { state: { name: 'offline' } } });
    expect(await showing).toMatchObject({ status: 200, body: { capacity: { used: 0 } } });
    await trial.setState(app, 'cleo', { state: 'available' });
  });

  it('waits for an agent to leave the conversation that asks for them, and not for ever', async () => {
    const place = { offerId: 'direct-4', conversationId: 'c11', agentId: 'cleo', queueId: 'sales', kind: 'conference' };
    const hold = (offerId: string) => trial.internal(app, 'POST', '/internal/reservations', { ...place, offerId });
    expect(await hold('direct-4')).toMatchObject({ status: 201 });
    expect(await hold('direct-5')).toMatchObject({ status: 409 });
    const asking = hold('direct-6');
    await pause(20);
    await trial.internal(app, 'DELETE', '/internal/reservations/direct-4');
    expect(await asking).toMatchObject({ status: 201 });
    await trial.internal(app, 'DELETE', '/internal/reservations/direct-6');
  });

  it('takes work from who has no live stream any more, and never had to have one', async () => {
    const connection = (agentId: string, connected: boolean) => trial.internal(app, 'POST', `/internal/agents/${agentId}/connection`, { gatewayId: 'g1', connected });
    expect((await app.inject({ method: 'POST', url: '/internal/agents/cleo/connection', payload: { gatewayId: 'g1', connected: true } })).statusCode).toBe(401);
    expect((await connection('cleo', true)).status).toBe(204);
    await trial.happens(queued('c8/1', 'sales'));
    const { offerId } = await offerFor('c8/1');
    await trial.happens(accepted({ conversationId: 'c8', offerId, agentId: 'cleo' }));
    await connection('cleo', false);
    await eventually(() => trial.commands.find((command) => command.type === 'ReleaseAgent' && command.legId === offerId));
    expect(await me('cleo')).toMatchObject({ state: { name: 'idle', reason: 'connection-lost' }, capacity: { used: 1 } });
    await trial.happens(closed('c8'));
    await untilMe('cleo', ({ capacity }) => capacity.used === 0);

    await trial.setState(app, 'cleo', { state: 'available' });
    expect((await trial.internal(app, 'POST', '/internal/gateways/g1/connections', { agentIds: ['cleo'] })).status).toBe(204);
    expect((await trial.internal(app, 'POST', '/internal/gateways/g1/connections', { agentIds: [] })).status).toBe(204);
    await untilMe('cleo', ({ state }) => state.reason === 'connection-lost');
    expect((await me('ana')).state.name).toBe('available');
  });

  it('goes on where it was after a restart, and in a second process beside it', async () => {
    await trial.setState(app, 'cleo', { state: 'idle' });
    await trial.happens(queued('c4/1', 'sales'));
    await eventually(async () => ((await trial.store.readStream('routing-default')).some(({ data }) => 'entryId' in data && data.entryId === 'c4/1') ? true : undefined));
    await trial.stop();
    app = await trial.start();
    const other = await trial.start();
    expect((await me('ana')).capacity.used).toBe(1);
    await trial.setState(other, 'cleo', { state: 'available' });
    expect(await offerFor('c4/1')).toMatchObject({ agentId: 'cleo' });
    await untilMe('cleo', ({ capacity }) => capacity.used === 1);
  });

  it('asks again for an offer that a crash kept from being asked', async () => {
    const asked = () => trial.commands.filter((command) => command.type === 'OfferConversation' && command.entryId === 'c4/1').length;
    const before = asked();
    await trial.stop();
    app = await trial.start();
    await eventually(() => (asked() > before ? true : undefined));
  });

  it('consumes an event once, however often it comes', async () => {
    const [conversationId, event] = queued('c5/1');
    for (let time = 0; time < 3; time += 1) await trial.publish(conversationId, event, 1_000);
    await trial.publish(conversationId, queued('c5/2')[1], 1_001);
    const events = await eventually(async () => {
      const stored = await trial.store.readStream('routing-default');
      return stored.some(({ data }) => 'entryId' in data && data.entryId === 'c5/2') ? stored : undefined;
    });
    expect(events.filter(({ type, data }) => type === 'WorkQueued' && 'entryId' in data && data.entryId === 'c5/1')).toHaveLength(1);
  });

  it('passes over what it does not know and puts aside what is broken', async () => {
    await trial.publish('c6', { type: 'InventedLater' } as never, 2_000);
    await trial.publish('c6', { type: 'Queued' } as never, 2_001);
    await trial.happens(queued('c7/1'));
    await trial.publish('c6', queued('c6/1')[1], 2_002);
    await eventually(async () => ((await trial.store.readStream('routing-default')).some(({ data }) => 'entryId' in data && data.entryId === 'c6/1') ? true : undefined));
  });
});
