import { eventuallyOne } from './testing/eventually';
import { installed } from './testing/installation';
import { someone } from './testing/meta';
import type { Person } from './testing/person';

/** Agents who stop before their work is done: by their own wish, or because their connection is lost for two seconds. */
describe('leaving work', () => {
  const suite = installed({
    queues: { care: { agents: ['nora', 'omar'] }, orders: { agents: ['quin'] } },
    connectionGraceSeconds: 2,
  });
  let nora: Person;
  let omar: Person;
  let vera: Person;

  beforeAll(async () => {
    [nora, omar, vera] = await suite.here.signInAll('nora', 'omar', 'vera');
  });

  const untilState = (person: Person, name: string) => eventuallyOne(`${person.id} is ${name}`, async () => [await person.me()], ({ state }) => state.name === name);

  it('waits with idle for the last of it, and offers nothing meanwhile', async () => {
    const [one, two] = [someone('Uma'), someone('Vito')];
    await nora.sets('available');
    await suite.here.meta.text(one, 'hello');
    const { conversationId } = await nora.takes(one);
    expect(await nora.sets('idle', 'tea')).toMatchObject({ state: { name: 'available', pending: { name: 'idle', reason: 'tea' } } });
    expect((await nora.put('/api/me/state', { state: 'offline' })).body).toMatchObject({ code: 'work-open' });
    await suite.here.meta.text(two, 'hello');
    await omar.sets('available');
    await omar.takes(two);
    expect((await nora.tasks()).offers).toEqual([]);
    await nora.posts(`/api/conversations/${conversationId}/end`);
    expect((await nora.me()).state).toMatchObject({ name: 'available' });
    await nora.posts(`/api/conversations/${conversationId}/wrap-up`, { reasonId: 'solved' });
    expect((await untilState(nora, 'idle')).state).toMatchObject({ reason: 'tea' });
    await omar.sets('idle');
  });

  it('is not asked again for what was rejected, and somebody else is', async () => {
    const [refused, next] = [someone('Xenia'), someone('Yves')];
    await nora.sets('available');
    await suite.here.meta.text(refused, 'hello');
    const { conversationId, offerId } = await nora.offerOf(refused);
    expect((await nora.post(`/api/conversations/${conversationId}/reject`, { offerId })).status).toBe(204);
    await suite.here.meta.text(next, 'hello');
    await nora.finishes((await nora.takes(next)).conversationId);
    expect((await nora.tasks()).offers).toEqual([]);
    await omar.sets('available');
    await omar.finishes((await omar.takes(refused)).conversationId);
    const offered = (await vera.events(conversationId)).filter(({ type }) => type === 'Offered').map(({ data }) => data['agentId']);
    expect(offered).toEqual(['nora', 'omar']);
    await Promise.all([nora.sets('idle'), omar.sets('idle')]);
  });

  it('is over at once for who has given the last reason, or rejected the last offer', async () => {
    for (let round = 0; round < 10; round += 1) {
      const customer = someone(`Zoe ${round}`);
      await nora.sets('available');
      await suite.here.meta.text(customer, 'hello');
      const offer = await nora.offerOf(customer);
      await nora.accept(offer);
      await nora.finishes(offer.conversationId);
      if (round % 3 === 0) expect((await nora.put('/api/me/state', { state: 'offline' })).status).toBe(200);
      else if (round % 3 === 1) expect((await nora.sets('idle', 'tea')).state).toEqual({ name: 'idle', reason: 'tea', since: expect.any(String) });
      else expect((await nora.me()).capacity.used).toBe(0);
    }
    const rejected = someone('Zoltan');
    await nora.sets('available');
    await suite.here.meta.text(rejected, 'hello');
    const { conversationId, offerId } = await nora.offerOf(rejected);
    await nora.post(`/api/conversations/${conversationId}/reject`, { offerId });
    expect((await nora.put('/api/me/state', { state: 'offline' })).status).toBe(200);
    await omar.sets('available');
    await omar.finishes((await omar.takes(rejected)).conversationId);
    await omar.sets('idle');
  });

  it('gives a conversation to the next agent when the connection is lost, and keeps it while any tab is open', async () => {
    const customer = someone('Wanda');
    await nora.sets('available');
    const tabs = [await nora.live(), await nora.live()];
    await Promise.all(tabs.map((tab) => tab.one('snapshot')));
    await suite.here.meta.text(customer, 'hello');
    const { conversationId: id } = await nora.takes(customer);
    tabs[0]!.close();
    await omar.sets('available');
    expect((await nora.tasks()).conversations.map(({ conversationId }) => conversationId)).toContain(id);
    tabs[1]!.close();
    const offer = await omar.offerOf(customer);
    expect((await nora.me()).state).toMatchObject({ name: 'idle', reason: 'connection-lost' });
    await omar.accept(offer);
    const types = (await vera.events(id)).map(({ type }) => type);
    expect(types.slice(types.indexOf('Accepted') + 1)).toEqual(['WrapUpStarted', 'Queued', 'Offered', 'Accepted']);
    expect((await nora.tasks()).wrapUps.map(({ conversationId }) => conversationId)).toContain(id);

    await nora.sets('available');
    await omar.posts(`/api/conversations/${id}/conference`, { target: { type: 'agent', id: 'nora' } });
    await nora.accept(await nora.offerOf(customer, 'conference'));
    expect((await nora.tasks()).conversations).toMatchObject([{ conversationId: id, status: 'conference' }]);
  });
});
