import { NUMBERS } from './testing/contact-center';
import { eventually } from './testing/eventually';
import { installed } from './testing/installation';
import type { LiveStream } from './testing/live';
import { messagesFrom, notification, someone, textOf } from './testing/meta';
import { Person } from './testing/person';
import type { StoredEvent } from './testing/shapes';

const OFFER_SECONDS = 8;
const WRAP_UP_SECONDS = 6;
/** A timer that failed is tried again after 5 s. */
const IN_TIME_SECONDS = 4.5;

/** `care` has little patience with its agents, `orders` has a lot; Sten works for both. */
describe('offers, missed and taken', () => {
  const suite = installed({
    queues: { care: { agents: ['nora', 'omar', 'sten'], offerTimeoutSeconds: OFFER_SECONDS }, orders: { agents: ['pia', 'quin', 'rosa', 'sten'] } },
    wrapUpSeconds: WRAP_UP_SECONDS,
    maxConversations: { pia: 1, quin: 1 },
  });
  let vera: Person;
  let quiet: LiveStream;
  beforeAll(async () => {
    vera = await suite.here.signIn('vera');
    quiet = await vera.live();
  });
  afterAll(() => quiet?.close());

  const waiting = async (queue: keyof typeof NUMBERS) => (await vera.gets<any>('/api/directory/queues')).items.find(({ id }: { id: string }) => id === queue).waiting;
  const types = (events: readonly StoredEvent[]) => events.map(({ type }) => type);
  const secondsBetween = (from: unknown, to: unknown) => (Date.parse(String(to)) - Date.parse(String(from))) / 1000;

  describe('RONA', () => {
    const first = someone('Missed Once');
    const second = someone('Comes Later');
    let nora: Person;
    let omar: Person;
    let receivedAt: string;

    it('is where an agent goes who misses an offer', async () => {
      nora = await suite.here.signIn('nora');
      await nora.sets('available');
      const live = await nora.live();
      await suite.here.meta.text(first, 'is anybody there?');
      const offer = await nora.offerOf(first);
      expect(secondsBetween(offer.offeredAt, offer.expiresAt)).toBe(OFFER_SECONDS);
      receivedAt = offer.receivedAt;
      const closed = await live.one('offer.closed');
      expect(closed).toEqual({ offerId: offer.offerId, conversationId: offer.conversationId, reason: 'missed', revision: expect.any(Number) });
      await live.one('agent.state', ({ state }) => state.name === 'rona');
      live.close();
      expect(await nora.me()).toMatchObject({ state: { name: 'rona' }, capacity: { used: 0 } });
      expect((await nora.tasks()).offers).toEqual([]);
      expect((await nora.post(`/api/conversations/${offer.conversationId}/accept`, { offerId: offer.offerId })).body).toMatchObject({ status: 409, code: 'offer-closed' });
      expect((await nora.get(`/api/conversations/${offer.conversationId}`)).status).toBe(403);
      const missed = (await vera.events(offer.conversationId)).find(({ type }) => type === 'OfferMissed')!;
      expect(missed.data).toMatchObject({ offerId: offer.offerId, agentId: 'nora' });
      expect(secondsBetween(offer.expiresAt, missed.time)).toBeLessThan(IN_TIME_SECONDS);
      expect(secondsBetween(offer.expiresAt, missed.data['missedAt'])).toBeGreaterThanOrEqual(0);
    });

    it('lasts until she says otherwise', async () => {
      await suite.here.meta.text(second, 'hello');
      await eventually('both wait', () => waiting('care'), (count) => count === 2);
      await suite.here.signIn('nora');
      expect((await nora.me()).state.name).toBe('rona');
      expect((await nora.tasks()).offers).toEqual([]);
      expect((await vera.gets<any>('/api/directory/agents')).items).toEqual([]);
    });

    it('offers the request on, in its old place', async () => {
      omar = await suite.here.signIn('omar');
      await omar.sets('available');
      const offer = await omar.offerOf(first);
      expect(offer).toMatchObject({ kind: 'queue', receivedAt });
      await omar.accept(offer);
      expect((await nora.me()).state.name).toBe('rona');
      await omar.takes(second);
    });

    it('is over when she is available again', async () => {
      expect((await nora.sets('available')).state.name).toBe('available');
      await omar.sets('idle');
      const third = someone('Third Time');
      await suite.here.meta.text(third, 'anyone?');
      await nora.takes(third);
    });
  });

  it('takes the other offers of an agent who misses one, without blame', async () => {
    const [nora, omar, sten] = await suite.here.signInAll('nora', 'omar', 'sten');
    const [hasty, patient] = [someone('Hasty'), someone('Patient', 'orders')];
    await Promise.all([nora.sets('idle'), sten.sets('available')]);
    const live = await sten.live();
    await suite.here.meta.text(hasty, 'first');
    const { offerId: first } = await sten.offerOf(hasty);
    await suite.here.meta.text(patient, 'second');
    const { offerId: second } = await sten.offerOf(patient);
    expect(await live.one('offer.closed', ({ offerId }) => offerId === first)).toMatchObject({ reason: 'missed' });
    expect(await live.one('offer.closed', ({ offerId }) => offerId === second)).toMatchObject({ reason: 'withdrawn' });
    live.close();
    expect((await sten.me()).state.name).toBe('rona');
    await omar.sets('available');
    await omar.takes(hasty);
    await sten.sets('available');
    await sten.takes(patient);
    await Promise.all([sten.sets('idle'), nora.sets('available')]);
  });

  it('applies the default reason when nobody gives one in time', async () => {
    const nora = await suite.here.signIn('nora');
    const live = await nora.live();
    const [conversation] = (await nora.tasks()).conversations;
    const id = conversation!.conversationId;
    const used = (await nora.me()).capacity.used;
    await nora.posts(`/api/conversations/${id}/end`);
    await nora.wrapUpOf(id);
    expect((await nora.me()).capacity.used).toBe(used);
    expect(await live.one('wrap-up.closed')).toEqual({ conversationId: id, reasonId: 'unsaid', automatic: true, revision: expect.any(Number) });
    live.close();
    const events = await vera.events(id);
    const applied = events.filter(({ type }) => type === 'WrapUpApplied');
    expect(applied).toHaveLength(1);
    expect(applied[0]!.data).toMatchObject({ agentId: 'nora', reasonId: 'unsaid', automatic: true });
    const late = secondsBetween(events.find(({ type }) => type === 'WrapUpStarted')!.time, applied[0]!.time) - WRAP_UP_SECONDS;
    expect(late).toBeGreaterThan(-0.2);
    expect(late).toBeLessThan(IN_TIME_SECONDS);
    await nora.wrapsUp(id, 'unsaid');
    // Too late changes nothing and is no error: the row below still has the default.
    expect((await nora.post(`/api/conversations/${id}/wrap-up`, { reasonId: 'solved' })).status).toBe(204);
    await eventually('her place', () => nora.me(), ({ capacity }) => capacity.used === used - 1);
    const [row] = await eventually('the row', async () => (await vera.reportRows()).filter(({ conversationId }) => conversationId === id), ([found]) => found?.['wrapUpReason'] !== undefined);
    expect(row).toMatchObject({ wrapUpReason: 'unsaid', wrapUpAutomatic: true });
  });

  describe('capacity', () => {
    const customers = [1, 2, 3].map((at) => someone(`Order ${at}`, 'orders'));
    let pia: Person;
    let quin: Person;

    it('of one keeps the second request waiting', async () => {
      pia = await suite.here.signIn('pia');
      await pia.sets('available');
      await suite.here.meta.text(customers[0]!, 'one');
      const offer = await pia.offerOf(customers[0]!);
      await suite.here.meta.text(customers[1]!, 'two');
      await eventually('the second waits', () => waiting('orders'), (count) => count === 1);
      expect((await pia.tasks()).offers).toEqual([offer]);
      await pia.accept(offer);
      await suite.here.meta.text(customers[2]!, 'three');
      await eventually('the third waits too', () => waiting('orders'), (count) => count === 2);
      expect(await pia.tasks()).toMatchObject({ offers: [], conversations: [{ conversationId: offer.conversationId }] });
      expect((await pia.me()).capacity).toEqual({ max: 1, used: 1 });
    });

    it('of another agent is used instead', async () => {
      quin = await suite.here.signIn('quin');
      await quin.sets('available');
      await quin.takes(customers[1]!);
      expect((await quin.tasks()).offers).toEqual([]);
      expect(await waiting('orders')).toBe(1);
    });

    it('is free again after the wrap-up and not before', async () => {
      const { conversationId } = (await pia.tasks()).conversations[0]!;
      await pia.posts(`/api/conversations/${conversationId}/end`);
      await pia.wrapUpOf(conversationId);
      await pia.wrapsUp(conversationId, 'unsaid');
      const offer = await pia.offerOf(customers[2]!);
      const wrappedUp = (await vera.events(conversationId)).find(({ type }) => type === 'WrapUpApplied')!;
      expect(Date.parse(offer.offeredAt) - Date.parse(wrappedUp.time)).toBeGreaterThan(-100);
      await pia.accept(offer);
    });

    it('is never exceeded by a rush', async () => {
      const rosa = await suite.here.signIn('rosa');
      const rush = Array.from({ length: 9 }, (_, at) => someone(`Rush ${at}`, 'orders'));
      await rosa.sets('available');
      await Promise.all(rush.map((customer) => suite.here.meta.text(customer, 'quick!')));
      const { offers } = await eventually('all her places', () => rosa.tasks(), (tasks) => tasks.offers.length === 5);
      await eventually('the others wait', () => waiting('orders'), (count) => count === 4);
      expect(new Set(offers.map(({ conversationId }) => conversationId)).size).toBe(5);
      expect((await rosa.me()).capacity).toEqual({ max: 5, used: 5 });
      for (const person of [pia, quin]) expect((await person.tasks()).offers).toEqual([]);
      await Promise.all(offers.map((offer) => rosa.accept(offer)));
      expect((await rosa.tasks()).offers).toEqual([]);
    });
  });

  describe('at the same moment', () => {
    it('eight first messages open one conversation', async () => {
      const customer = someone('Hasty Helga', 'orders');
      const messages = Array.from({ length: 8 }, (_, at) => textOf(customer, `part ${at}`));
      const statuses = await Promise.all(messages.map((message) => suite.here.meta.notify(messagesFrom(customer, message))));
      expect(statuses).toEqual(messages.map(() => 200));
      const rows = await eventually('all of them', () => vera.conversationsOf(customer), (found) => Number(found[0]?.['messagesIn']) === 8);
      expect(rows).toHaveLength(1);
      const events = await vera.events(rows[0]!.conversationId);
      expect(types(events).filter((type) => type === 'ConversationStarted')).toHaveLength(1);
      expect(types(events).filter((type) => type === 'Queued').length).toBeGreaterThanOrEqual(1);
      const wamids = events.filter(({ type }) => type === 'MessageReceived').map(({ data }) => data['wamid']);
      expect(wamids.sort()).toEqual(messages.map(({ id }) => id).sort());
    });

    it('five equal webhooks are one message', async () => {
      const customer = someone('Echo', 'orders');
      const notification = messagesFrom(customer, textOf(customer, 'once'));
      expect(await Promise.all([1, 2, 3, 4, 5].map(() => suite.here.meta.notify(notification)))).toEqual([200, 200, 200, 200, 200]);
      expect(await suite.here.meta.notify(notification)).toBe(200);
      const proof = await suite.here.meta.text(customer, 'twice');
      const [row] = await eventually('the conversation', () => vera.conversationsOf(customer), (rows) => rows.length > 0);
      const events = await eventually('what came after', () => vera.events(row!.conversationId), (all) => all.some(({ data }) => data['wamid'] === proof));
      expect(events.filter(({ type }) => type === 'MessageReceived').map(({ data }) => data['text'])).toEqual(['once', 'twice']);
      expect(await vera.conversationsOf(customer)).toHaveLength(1);
    });

    it('two accepts of one offer in two tabs are one', async () => {
      const customer = someone('Two Tabs');
      const tabs = await Promise.all([suite.here.signIn('nora'), suite.here.signIn('nora')]);
      await tabs[0].sets('available');
      const streams = await Promise.all(tabs.map((tab) => tab.live()));
      await suite.here.meta.text(customer, 'hi');
      const offer = await tabs[0].offerOf(customer);
      const path = `/api/conversations/${offer.conversationId}`;
      const answers = await Promise.all([0, 1, 0, 1].map((tab) => tabs[tab]!.post(`${path}/accept`, { offerId: offer.offerId })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      for (const { body } of answers) expect(body).toMatchObject({ status: 'active', participants: [{ agentId: 'nora' }] });
      for (const stream of streams) await stream.one('offer.closed', ({ offerId, reason }) => offerId === offer.offerId && reason === 'accepted');
      for (const stream of streams) stream.close();
      expect(types(await vera.events(offer.conversationId)).filter((type) => type === 'Accepted')).toHaveLength(1);
      await tabs[0].posts(`${path}/end`);
    });

    it('two agents cannot have one request', async () => {
      const customer = someone('Wanted');
      const [nora, omar] = await suite.here.signInAll('nora', 'omar');
      await Promise.all([nora.sets('available'), omar.sets('available')]);
      await suite.here.meta.text(customer, 'hi');
      const has = async (person: Person) => (await person.tasks()).offers.filter(({ customerPhone }) => customerPhone === `+${customer.phone}`);
      const [offer] = (await eventually('an offer', async () => (await Promise.all([has(nora), has(omar)])).flat(), (found) => found.length > 0)) as [any];
      const accepts = await Promise.all([nora, omar].map((person) => person.post(`/api/conversations/${offer.conversationId}/accept`, { offerId: offer.offerId })));
      expect(accepts.map(({ status }) => status).sort()).toEqual([200, 403]);
      expect((await vera.conversation(offer.conversationId)).participants).toHaveLength(1);
    });
  });

  describe('a customer', () => {
    it('whose phone WhatsApp withholds is offered without it, and is answered', async () => {
      const [nora] = await suite.here.signInAll('nora');
      const bsuid = `US.9${String(process.pid).padStart(19, '0')}`;
      const { from: _, ...message } = textOf(someone('x'), 'guess who');
      const value = { contacts: [{ profile: { name: 'Anonymous Ann', username: 'ann' }, user_id: bsuid }], messages: [{ ...message, from_user_id: bsuid }] };
      expect(await suite.here.meta.notify(notification('care', value))).toBe(200);
      await nora.sets('available');
      const [omar] = await suite.here.signInAll('omar');
      await omar.sets('idle');
      const offer = await eventually('her offer', async () => (await nora.tasks()).offers.find(({ customerName }) => customerName === 'Anonymous Ann'), Boolean);
      expect(offer).toMatchObject({ customerPhone: '' });
      const { conversationId } = await nora.accept(offer!);
      await nora.says(conversationId, 'hello Ann');
      const [call] = await eventually('the call', () => suite.here.graph.callsFor('hello Ann'), (calls) => calls.length > 0);
      expect(call!.body).toMatchObject({ recipient: bsuid, text: { body: 'hello Ann' } });
      expect(call!.body['to']).toBeUndefined();
      await nora.finishes(conversationId);
    });

    it('who wrote more than 24 hours ago cannot be answered with free text', async () => {
      const [nora] = await suite.here.signInAll('nora');
      const customer = someone('Yesterday');
      const old = { ...textOf(customer, 'long ago'), timestamp: String(Math.floor(Date.now() / 1000) - 25 * 3600) };
      expect(await suite.here.meta.notify(messagesFrom(customer, old))).toBe(200);
      await nora.sets('available');
      const { conversationId, serviceWindowExpiresAt } = await nora.takes(customer);
      expect(Date.parse(serviceWindowExpiresAt)).toBeLessThan(Date.now());
      expect((await nora.send(conversationId, 'sorry for the wait')).body).toMatchObject({ status: 409, code: 'service-window-closed' });
      await suite.here.meta.text(customer, 'still there?');
      await eventually('the window is open', () => nora.send(conversationId, 'yes'), ({ status }) => status === 202);
      await nora.finishes(conversationId);
    });

    it('who writes to two numbers has two conversations', async () => {
      const customer = someone('Both Numbers');
      await suite.here.meta.text(customer, 'care?');
      await suite.here.meta.text({ ...customer, number: 'orders' }, 'orders?');
      const rows = await eventually('both', () => vera.conversationsOf(customer), (found) => found.length === 2);
      expect(rows.map((row) => [row['queueId'], row['sourceNumber']]).sort()).toEqual([['care', NUMBERS.care.displayNumber], ['orders', NUMBERS.orders.displayNumber]]);
    });
  });

  it('the report is read page by page', async () => {
    const all = (await vera.reportRows()).map(({ conversationId }) => conversationId);
    expect(all.length).toBeGreaterThan(10);
    const paged: string[] = [];
    let before: string | undefined;
    do {
      const page: any = await vera.gets(`/api/reports/conversations?limit=4${before ? `&before=${encodeURIComponent(before)}` : ''}`);
      paged.push(...page.items.map(({ conversationId }: { conversationId: string }) => conversationId));
      before = page.before;
    } while (before);
    expect(paged).toEqual(all);
  });

  it('the live stream says every 15 seconds that it is there', async () => {
    await eventually('a comment', () => quiet.comments, (comments) => comments.length > 0);
    expect(quiet.events.map(({ event }) => event)[0]).toBe('snapshot');
  });
});
