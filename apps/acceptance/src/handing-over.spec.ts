import { randomUUID } from 'node:crypto';
import { eventually } from './testing/eventually';
import { installed } from './testing/installation';
import { type Customer, someone } from './testing/meta';
import { Person } from './testing/person';
import type { Conversation, Offer, StoredEvent } from './testing/shapes';

const SHORT = 5;

/** `care` is patient; `orders` ends what nobody takes over, `night` takes it back: both after a few seconds. */
describe('handing over', () => {
  const suite = installed({
    queues: {
      care: { agents: ['nora', 'omar'] },
      orders: { agents: ['quin', 'rosa'], offerTimeoutSeconds: SHORT, whenTransferNotAccepted: 'end' },
      night: { agents: ['sten', 'tove'], offerTimeoutSeconds: SHORT },
    },
    maxConversations: { tove: 1 },
  });
  let nora: Person;
  let omar: Person;
  let quin: Person;
  let rosa: Person;
  let sten: Person;
  let tove: Person;
  let vera: Person;

  beforeAll(async () => {
    [nora, omar, quin, rosa, sten, tove, vera] = await suite.here.signInAll('nora', 'omar', 'quin', 'rosa', 'sten', 'tove', 'vera');
  });
  /** Nobody gets anything unless a test says so. */
  afterEach(() => Promise.all([nora, omar, quin, rosa, sten, tove].map((person) => person.sets('idle'))));

  /** `person` has a conversation with a new customer of `care` or, handed on, in another queue. */
  async function conversationOf(person: Person, name: string, queue: 'care' | 'orders' | 'night' = 'care'): Promise<{ customer: Customer; id: string; path: string }> {
    const customer = someone(name, queue === 'orders' ? 'orders' : 'care');
    const first = queue === 'night' ? nora : person;
    await first.sets('available');
    await suite.here.meta.text(customer, `hello from ${name}`);
    const { conversationId: id } = await first.takes(customer);
    await first.sets('idle');
    const path = `/api/conversations/${id}`;
    if (queue === 'night') {
      await person.sets('available');
      await nora.posts(`${path}/transfer`, { target: { type: 'queue', id: 'night' } });
      await person.accept(await person.offerOf(customer, 'transfer'));
      await person.sets('idle');
    }
    return { customer, id, path };
  }

  const to = (type: 'queue' | 'agent', id: string) => ({ target: { type, id } });
  const problem = (status: number, code: string) => ({ status, code });
  const typesOf = async (id: string) => (await vera.events(id)).map(({ type }) => type);
  const last = (events: readonly StoredEvent[], type: string) => events.findLast((event) => event.type === type)!;
  const texts = async (person: Person, id: string) => (await person.messages(id)).filter(({ direction }) => direction !== 'system').map(({ text }) => text);
  const lines = async (person: Person, id: string) => (await person.messages(id)).filter(({ direction }) => direction === 'system').map(({ text }) => text);
  const offersOf = async (person: Person) => (await person.tasks()).offers;

  describe('a transfer to a queue', () => {
    it('leaves the agent with a wrap-up and the customer with the next agent', async () => {
      const { customer, id, path } = await conversationOf(nora, 'Tess Transfer');
      const live = await nora.live();
      const key = { 'idempotency-key': randomUUID() };
      const [{ data: queued }] = (await vera.events(id)).filter(({ type }) => type === 'Queued') as [StoredEvent];
      expect((await nora.post(`${path}/transfer`, to('queue', 'orders'), key)).status).toBe(202);
      expect((await nora.post(`${path}/transfer`, to('queue', 'orders'), key)).status).toBe(202);
      expect((await nora.post(`${path}/transfer`, to('queue', 'orders'))).status).toBeGreaterThanOrEqual(403);
      expect(await live.one('wrap-up.due')).toMatchObject({ conversationId: id, customerName: customer.name });
      live.close();
      expect((await nora.send(id, 'not mine any more')).status).toBe(403);
      await suite.here.meta.text(customer, 'where are you?');
      await rosa.sets('available');
      const offer = await rosa.offerOf(customer, 'transfer');
      expect(offer).toMatchObject({ kind: 'transfer', requestedBy: 'Nora Quist', queueId: 'orders', receivedAt: queued['arrivedAt'] });
      expect(await rosa.accept(offer)).toMatchObject({ status: 'active', queue: { id: 'orders' }, participants: [{ agentId: 'rosa', role: 'primary' }] });
      expect(await eventually('the last is there', () => texts(rosa, id), ({ length }) => length > 1)).toEqual([`hello from ${customer.name}`, 'where are you?']);
      expect(await texts(nora, id)).not.toContain('where are you?');
      expect(await lines(rosa, id)).toEqual(['Nora Quist transferred the conversation to the queue Órdenes & returns', expect.stringMatching(/^Nora Quist handed the conversation over to Rosa Núñez/)]);
      await nora.wrapsUp(id, 'refund');
      expect((await nora.get(path)).status).toBe(403);
      await rosa.says(id, 'here I am');
      expect(await rosa.conversation(id)).toMatchObject({ status: 'active' });
      await rosa.finishes(id);
      expect((await typesOf(id)).filter((type) => type === 'TransferRequested')).toHaveLength(1);
      const [row] = await eventually('both reasons', () => vera.conversationsOf(customer), ([found]) => (found?.['wrapUpReasons'] as unknown[])?.length === 2);
      expect(row).toMatchObject({ agents: ['nora', 'rosa'], transfers: 1 });
    });

    it('goes on to the next agent when one misses it', async () => {
      const { customer, id, path } = await conversationOf(nora, 'Mia Missed');
      await sten.sets('available');
      await nora.posts(`${path}/transfer`, to('queue', 'night'));
      const missed = await sten.offerOf(customer, 'transfer');
      await eventually('sten is in RONA', () => sten.me(), ({ state }) => state.name === 'rona');
      await tove.sets('available');
      const offer = await tove.offerOf(customer, 'transfer');
      expect(offer).toMatchObject({ receivedAt: missed.receivedAt, requestedBy: 'Nora Quist' });
      await tove.accept(offer);
      expect(await typesOf(id)).not.toContain('TransferDropped');
      await tove.finishes(id);
      await nora.wrapsUp(id);
    });
  });

  describe('a transfer to an agent', () => {
    it('asks that agent and nobody else', async () => {
      const { customer, id, path } = await conversationOf(nora, 'Dora Direct');
      await Promise.all([omar.sets('available'), quin.sets('available')]);
      await nora.posts(`${path}/transfer`, to('agent', 'quin'));
      const offer = await quin.offerOf(customer, 'transfer');
      expect(offer).toMatchObject({ requestedBy: 'Nora Quist', queueId: 'care' });
      expect(await offersOf(omar)).toEqual([]);
      expect((await omar.post(`${path}/accept`, { offerId: offer.offerId })).status).toBe(403);
      await quin.accept(offer);
      await nora.wrapsUp(id);
      await quin.finishes(id);
    });

    it('that is missed is dropped: the request returns to its queue, in its old place', async () => {
      const { customer, id, path } = await conversationOf(tove, 'Rex Returned', 'night');
      const { receivedAt } = (last(await vera.events(id), 'Offered').data as unknown) as Offer;
      await quin.sets('available');
      await tove.posts(`${path}/transfer`, to('agent', 'quin'));
      await quin.offerOf(customer, 'transfer');
      await eventually('quin is in RONA', () => quin.me(), ({ state }) => state.name === 'rona');
      const events = await vera.events(id);
      expect(last(events, 'TransferDropped').data).toMatchObject({ cause: 'missed' });
      expect(last(events, 'Queued').data).toMatchObject({ queueId: 'night', arrivedAt: receivedAt });
      expect(await vera.conversation(id)).toMatchObject({ status: 'queued', participants: [] });
      await sten.sets('available');
      const offer = await sten.offerOf(customer);
      expect(offer).toMatchObject({ kind: 'queue', receivedAt });
      await sten.accept(offer);
      await Promise.all([tove.wrapsUp(id), sten.finishes(id)]);
      await nora.wrapsUp(id);
    });

    it('that is missed ends the conversation where the queue says so', async () => {
      const { customer, id, path } = await conversationOf(rosa, 'Ed Ended', 'orders');
      await quin.sets('available');
      await rosa.posts(`${path}/transfer`, to('agent', 'quin'));
      await quin.offerOf(customer, 'transfer');
      await eventually('the end', () => vera.conversation(id), ({ status }) => status === 'ended');
      const events = await vera.events(id);
      expect(last(events, 'TransferDropped').data).toMatchObject({ cause: 'missed' });
      expect(last(events, 'Ended').data).toMatchObject({ reason: 'transfer-not-accepted' });
      expect(events.filter(({ type }) => type === 'WrapUpStarted')).toHaveLength(1);
      await eventually('RONA', () => quin.me(), ({ state }) => state.name === 'rona');
      await rosa.wrapsUp(id);
    });

    it('is refused when it cannot be', async () => {
      const { id, path } = await conversationOf(nora, 'Rita Refused');
      const before = await nora.conversation(id);
      const full = await conversationOf(tove, 'Fills Tove', 'night');
      await tove.sets('available');
      await Promise.all([sten.sets('idle'), quin.sets('offline')]);
      const refused: [string, unknown, ReturnType<typeof problem>][] = [
        ['herself', to('agent', 'nora'), problem(422, 'unknown-target')],
        ['nobody', to('agent', 'nobody'), problem(422, 'unknown-target')],
        ['no queue', to('queue', 'nowhere'), problem(422, 'unknown-target')],
        ['a supervisor', to('agent', 'vera'), problem(422, 'unknown-target')],
        ['an idle agent', to('agent', 'sten'), problem(409, 'agent-not-available')],
        ['an absent agent', to('agent', 'quin'), problem(409, 'agent-not-available')],
        ['an agent who is full', to('agent', 'tove'), problem(409, 'agent-not-available')],
      ];
      for (const call of ['transfer', 'conference'])
        for (const [whom, body, expected] of refused) expect([call, whom, (await nora.post(`${path}/${call}`, body)).body]).toEqual([call, whom, expect.objectContaining(expected)]);
      expect(await nora.conversation(id)).toEqual(before);
      await nora.posts(`${path}/end`);
      expect((await nora.post(`${path}/transfer`, to('queue', 'orders'))).body).toMatchObject(problem(409, 'conversation-ended'));
      expect((await nora.post(`${path}/conference`, to('queue', 'orders'))).body).toMatchObject(problem(409, 'conversation-ended'));
      await nora.wrapsUp(id);
      await tove.finishes(full.id);
      await nora.wrapsUp(full.id);
    });
  });

  describe('a conference', () => {
    let customer: Customer;
    let id: string;
    let path: string;
    beforeAll(async () => {
      ({ customer, id, path } = await conversationOf(nora, 'Connie Conference'));
    });

    async function join(person: Person, target: ReturnType<typeof to>): Promise<Conversation> {
      await person.sets('available');
      await nora.posts(`${path}/conference`, target);
      return person.accept(await person.offerOf(customer, 'conference'));
    }

    it('is nothing before it is asked for', async () => {
      for (const call of ['cancel', 'exit', 'end']) expect([call, (await nora.post(`${path}/conference/${call}`)).body]).toEqual([call, expect.objectContaining(problem(409, 'not-in-conference'))]);
      expect((await nora.post(`${path}/conference/remove`, { agentId: 'omar' })).body).toMatchObject(problem(409, 'not-in-conference'));
    });

    it('is asked for and taken back', async () => {
      await omar.sets('available');
      const live = await omar.live();
      const requested = await nora.post(`${path}/conference`, to('agent', 'omar'));
      expect(requested.status).toBe(202);
      expect(requested.body).toMatchObject({ conversationId: id, status: 'conference-requested', participants: [{ agentId: 'nora' }] });
      const offer = await omar.offerOf(customer, 'conference');
      expect(offer).toMatchObject({ kind: 'conference', requestedBy: 'Nora Quist' });
      expect((await nora.post(`${path}/conference`, to('queue', 'orders'))).body).toMatchObject(problem(409, 'conference-pending'));
      expect((await nora.post(`${path}/transfer`, to('queue', 'orders'))).body).toMatchObject(problem(409, 'conference-pending'));
      await nora.says(id, 'one moment, I ask a colleague');
      const cancelled = await nora.post(`${path}/conference/cancel`);
      expect(cancelled.status).toBe(200);
      expect(cancelled.body).toMatchObject({ conversationId: id, status: 'active' });
      expect(await live.one('offer.closed')).toMatchObject({ offerId: offer.offerId, reason: 'withdrawn' });
      live.close();
      expect((await omar.post(`${path}/accept`, { offerId: offer.offerId })).body).toMatchObject(problem(409, 'offer-closed'));
      expect((await omar.me()).state.name).toBe('available');
      await eventually('his place is free', () => omar.me(), ({ capacity }) => capacity.used === 0);
    });

    it('lets both write, and tells only the agents who joined', async () => {
      const live = await nora.live();
      expect(await join(omar, to('agent', 'omar'))).toMatchObject({
        status: 'conference',
        participants: [{ agentId: 'nora', role: 'primary' }, { agentId: 'omar', role: 'conferenced' }],
      });
      await live.one('conversation.updated', ({ status }) => status === 'conference');
      await live.one('message.added', ({ direction }) => direction === 'system');
      live.close();
      await omar.says(id, 'omar here');
      await nora.says(id, 'nora here');
      await suite.here.meta.text(customer, 'two of you!');
      for (const person of [nora, omar]) await eventually('all of it', () => texts(person, id), (all) => ['omar here', 'nora here', 'two of you!'].every((text) => all.includes(text)));
      expect((await omar.messages(id)).filter(({ direction }) => direction === 'system')).toEqual([expect.objectContaining({ text: 'Omar Haddad joined', sender: expect.objectContaining({ kind: 'system', name: 'Omar Haddad' }) })]);
      for (const text of ['omar here', 'nora here']) await eventually(text, () => suite.here.graph.callsFor(text), (calls) => calls.length === 1);
      expect(suite.here.graph.calls.filter(({ body }) => /joined/i.test(JSON.stringify(body)))).toEqual([]);
    });

    it('is the primary agent\'s to end and to hand on', async () => {
      for (const [call, body] of [['conference/end', {}], ['end', {}], ['conference/remove', { agentId: 'nora' }], ['transfer', to('queue', 'orders')], ['conference', to('queue', 'orders')]] as const)
        expect([call, (await omar.post(`${path}/${call}`, body)).status]).toEqual([call, 403]);
      expect((await nora.post(`${path}/conference`, to('queue', 'orders'))).body).toMatchObject(problem(409, 'conference-pending'));
      expect((await nora.post(`${path}/conference/exit`)).status).toBe(403);
      expect(await nora.conversation(id)).toMatchObject({ status: 'conference' });
    });

    it('is left by the agent who joined, and goes on without them', async () => {
      const live = await omar.live();
      expect((await omar.post(`${path}/conference/exit`)).status).toBe(204);
      await omar.wrapUpOf(id);
      expect(await nora.conversation(id)).toMatchObject({ status: 'active', participants: [{ agentId: 'nora' }] });
      await suite.here.meta.text(customer, 'between the two of us');
      await eventually('it arrived', () => texts(nora, id), (all) => all.includes('between the two of us'));
      expect(await texts(omar, id)).not.toContain('between the two of us');
      expect((await omar.send(id, 'still here')).status).toBe(403);
      await omar.wrapsUp(id);
      expect(live.named('message.added').map(({ text }) => text)).not.toContain('between the two of us');
      live.close();
      expect((await omar.get(path)).status).toBe(403);
    });

    it('can be asked of a queue; the primary agent lets the colleague go', async () => {
      expect(await join(rosa, to('queue', 'orders'))).toMatchObject({ status: 'conference', queue: { id: 'care' } });
      expect((await nora.post(`${path}/conference/remove`, { agentId: 'nobody' })).status).toBeGreaterThanOrEqual(400);
      const removed = await nora.post(`${path}/conference/remove`, { agentId: 'rosa' });
      expect(removed.status).toBe(200);
      expect(removed.body).toMatchObject({ status: 'active', participants: [{ agentId: 'nora' }] });
      await rosa.wrapUpOf(id);
      expect((await rosa.send(id, 'but')).status).toBe(403);
      await rosa.wrapsUp(id);
    });

    it('is ended for all, who each owe a reason', async () => {
      await join(omar, to('agent', 'omar'));
      const ended = await nora.post(`${path}/conference/end`);
      expect(ended.status).toBe(200);
      expect(ended.body).toMatchObject({ conversationId: id, status: 'ended' });
      expect((await omar.send(id, 'bye')).body).toMatchObject(problem(409, 'conversation-ended'));
      await Promise.all([nora.wrapUpOf(id), omar.wrapUpOf(id)]);
      await Promise.all([nora.wrapsUp(id, 'solved'), omar.wrapsUp(id, 'refund')]);
      expect((await vera.events(id)).filter(({ type }) => type === 'WrapUpApplied')).toHaveLength(4);
      expect(await omar.tasks()).toEqual({ offers: [], conversations: [], wrapUps: [] });
      const [row] = await eventually('the row', () => vera.conversationsOf(customer), ([found]) => (found?.['wrapUpReasons'] as unknown[])?.length === 4);
      expect(row).toMatchObject({ conferences: 3 });
    });
  });

  it('hands a conference to the agent who joined, at once, or to a queue, and then without them', async () => {
    const { customer, id, path } = await conversationOf(nora, 'Hal Handed');
    const join = async (primary: Person, joining: Person) => {
      await joining.sets('available');
      await primary.posts(`${path}/conference`, to('agent', joining.id));
      await joining.accept(await joining.offerOf(customer, 'conference'));
      await joining.sets('idle');
    };
    await join(nora, omar);
    expect(await nora.post(`${path}/transfer`, to('agent', 'omar'))).toMatchObject({ status: 202, body: { status: 'active', participants: [{ agentId: 'omar', role: 'primary' }] } });
    expect(last(await vera.events(id), 'OwnershipTransferred').data).toMatchObject({ fromAgentId: 'nora', toAgentId: 'omar', cause: 'left' });
    await nora.wrapsUp(id);
    for (const call of ['end', 'conference/end']) expect((await nora.post(`${path}/${call}`)).body).toMatchObject(problem(403, 'not-a-participant'));
    expect(await lines(omar, id)).toEqual(['Omar Haddad joined', 'Nora Quist handed the conversation over to Omar Haddad']);

    await join(omar, quin);
    const { messageId } = await omar.says(id, 'from omar');
    expect((await quin.send(id, 'from omar', messageId)).body).toMatchObject(problem(409, 'conflict'));
    expect(await omar.post(`${path}/transfer`, to('queue', 'orders'))).toMatchObject({ status: 202, body: { status: 'queued', participants: [] } });
    for (const person of [omar, quin]) await person.wrapsUp(id);
    await rosa.sets('available');
    await rosa.accept(await rosa.offerOf(customer, 'transfer'));
    await rosa.finishes(id);
    for (const person of [nora, omar, quin, rosa]) expect((await person.post(`${path}/end`)).body).toMatchObject(problem(403, 'not-a-participant'));
  });

  it('goes on when nobody answers the request for a conference', async () => {
    const { customer, id, path } = await conversationOf(tove, 'Alone Again', 'night');
    await quin.sets('available');
    await tove.posts(`${path}/conference`, to('agent', 'quin'));
    await quin.offerOf(customer, 'conference');
    await eventually('active again', () => tove.conversation(id), ({ status }) => status === 'active');
    await eventually('quin is in RONA', () => quin.me(), ({ state }) => state.name === 'rona');
    expect(last(await vera.events(id), 'ConferenceRequestDropped').data).toMatchObject({ cause: 'missed' });
    await tove.says(id, 'so be it');
    await tove.finishes(id);
    await nora.wrapsUp(id);
  });

  it('ends with the conversation', async () => {
    const { customer, id, path } = await conversationOf(nora, 'Ended Early');
    await omar.sets('available');
    await nora.posts(`${path}/conference`, to('agent', 'omar'));
    const offer = await omar.offerOf(customer, 'conference');
    await nora.finishes(id);
    expect((await omar.post(`${path}/accept`, { offerId: offer.offerId })).body).toMatchObject(problem(409, 'offer-closed'));
    await eventually('omar is free', () => omar.me(), ({ state, capacity }) => state.name === 'available' && capacity.used === 0);
  });

  describe('a supervisor', () => {
    it('moves a conversation to another agent, who is asked; whoever had it owes a wrap-up', async () => {
      const { customer, id, path } = await conversationOf(nora, 'Rita Reassigned');
      expect((await nora.post(`${path}/reassign`, to('agent', 'omar'))).body).toMatchObject(problem(403, 'forbidden'));
      expect((await vera.post(`${path}/reassign`, to('agent', 'omar'))).body).toMatchObject(problem(409, 'agent-not-available'));
      await omar.sets('available');
      expect(await vera.post(`${path}/reassign`, to('agent', 'omar'))).toMatchObject({ status: 202, body: { status: 'offered', participants: [] } });
      await nora.wrapUpOf(id);
      const offer = await omar.offerOf(customer, 'transfer');
      expect(offer).toMatchObject({ requestedBy: 'Vera Supek' });
      await omar.accept(offer);
      expect((await vera.post(`${path}/end`)).body).toMatchObject({ status: 'ended' });
      expect(last(await vera.events(id), 'Ended').data).toMatchObject({ endedBy: { kind: 'supervisor', id: 'vera' } });
      for (const person of [nora, omar]) await person.wrapsUp(id, 'solved');
    });

    it('sees every agent and sets their states', async () => {
      const stateOf = async (agentId: string) => (await vera.gets<any>('/api/agents')).items.find((agent: any) => agent.agentId === agentId)?.state;
      expect((await nora.get('/api/agents')).body).toMatchObject(problem(403, 'forbidden'));
      await nora.sets('available');
      expect(await vera.put('/api/agents/nora/state', { state: 'idle' })).toMatchObject({ status: 200, body: { state: { name: 'idle' } } });
      expect((await nora.me()).state.name).toBe('idle');
      expect(await stateOf('nora')).toMatchObject({ name: 'idle' });
      expect((await vera.put('/api/agents/vera/state', { state: 'available' })).body).toMatchObject(problem(404, 'not-found'));
    });
  });
});
