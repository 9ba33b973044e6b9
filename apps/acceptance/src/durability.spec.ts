import { eventually } from './testing/eventually';
import { Installation, installed, START_MS } from './testing/installation';
import { confirmAll, Load } from './testing/load';
import { someone } from './testing/meta';
import { expectNothingLost } from './testing/oracle';
import { ask, Person } from './testing/person';
import type { Offer } from './testing/shapes';

const SOON_SECONDS = 15;
const LONG_MS = 300_000;

/** Under load all the time. `orders` and the wrap-up have timers that run out around the restart, `night` has one that does not. */
describe('after kill -9', () => {
  const suite = installed(
    {
      queues: { care: { agents: ['nora', 'omar'] }, orders: { agents: ['pia', 'quin'], offerTimeoutSeconds: SOON_SECONDS }, night: { agents: ['sten'], offerTimeoutSeconds: 600 } },
      wrapUpSeconds: SOON_SECONDS,
      maxConversations: { nora: 10, omar: 10 },
    },
    // What WhatsApp never had holds back the customer's next message only briefly, for the sake of the test's time.
    { WHATSAPP_UNCERTAIN_HOLD_MS: '2000' },
  );
  const missed = someone('Open Offer', 'orders');
  const handedOn = someone('Handed On', 'orders');
  let here: Installation;
  let people: Record<'nora' | 'omar' | 'pia' | 'quin' | 'sten' | 'vera', Person>;
  let load: Load;
  let shortOffer: Offer;
  let longOffer: Offer;

  beforeAll(async () => {
    ({ here } = suite);
    const [nora, omar, pia, quin, sten, vera] = await here.signInAll('nora', 'omar', 'pia', 'quin', 'sten', 'vera');
    people = { nora, omar, pia, quin, sten, vera };
    here.graph.thinksMs = 60;
    load = Load.of(here.meta, [nora, omar], 4);
    await Promise.all([nora.sets('available'), omar.sets('available')]);
    load.start();
    await load.progress();
  }, START_MS);
  afterAll(() => load?.stop().catch(() => undefined), LONG_MS);

  const nothingIsLost = () => expectNothingLost({ supervisor: people.vera, meta: here.meta, graph: here.graph, load });

  it('everything goes on where it was', async () => {
    const { quin, sten, pia } = people;
    await quin.sets('available');
    await here.meta.text(handedOn, 'please pass me on');
    const { conversationId } = await quin.takes(handedOn);
    await Promise.all([quin.sets('idle'), sten.sets('available'), pia.sets('available')]);
    await quin.posts(`/api/conversations/${conversationId}/transfer`, { target: { type: 'queue', id: 'night' } });
    longOffer = await sten.offerOf(handedOn, 'transfer');
    await quin.wrapUpOf(conversationId);
    await here.meta.text(missed, 'nobody answers me');
    shortOffer = await pia.offerOf(missed);
    await here.kill9();
    await expect(ask(`${here.url}/health/ready`)).rejects.toThrow();
    await here.start();
    await load.progress();
  }, LONG_MS);

  it('an offer that was open is missed at its deadline', async () => {
    const { pia, vera } = people;
    await eventually('pia is in RONA', () => pia.me(), ({ state }) => state.name === 'rona');
    const event = (await vera.events(shortOffer.conversationId)).find(({ type }) => type === 'OfferMissed')!;
    expect(event.data).toMatchObject({ offerId: shortOffer.offerId, agentId: 'pia' });
    expect(Date.parse(String(event.data['missedAt']))).toBeGreaterThanOrEqual(Date.parse(shortOffer.expiresAt));
    expect((await pia.tasks()).offers).toEqual([]);
    await pia.sets('available');
    const again = await pia.offerOf(missed);
    expect(again.receivedAt).toBe(shortOffer.receivedAt);
    await pia.accept(again);
  });

  it('an offer that has time left can still be taken', async () => {
    const { sten } = people;
    expect((await sten.tasks()).offers).toEqual([longOffer]);
    await sten.accept(longOffer);
    const written = (await sten.messages(longOffer.conversationId)).filter(({ direction }) => direction !== 'system');
    expect(written.map(({ text }) => text)).toEqual(['please pass me on']);
  });

  it('a wrap-up that was open is applied by itself', async () => {
    const { quin, vera } = people;
    const applied = () => vera.events(longOffer.conversationId).then((events) => events.filter(({ type }) => type === 'WrapUpApplied'));
    const [event, ...others] = await eventually('the wrap-up', applied, (found) => found.length > 0);
    expect(others).toEqual([]);
    expect(event!.data).toMatchObject({ agentId: 'quin', automatic: true, reasonId: 'unsaid' });
    await eventually('quin owes nothing', () => quin.tasks(), ({ wrapUps }) => wrapUps.length === 0);
    await eventually('quin is free', () => quin.me(), ({ capacity }) => capacity.used === 0);
  });

  it('a database that was left behind is taken over', async () => {
    here.orphanDatabase();
    await here.start();
    await load.progress();
  }, LONG_MS);

  it('a database that died alone comes back, and nothing is acknowledged meanwhile', async () => {
    process.kill(here.databasePid(), 'SIGKILL');
    const answer = await eventually('a call that cannot be', () => people.vera.get(`/api/conversations/${longOffer.conversationId}/events`), ({ status }) => status !== 200, 5_000).catch(() => undefined);
    if (answer) expect({ status: answer.status, code: answer.body?.code, retryAfter: answer.headers.get('retry-after') }).toEqual({ status: 503, code: 'unavailable', retryAfter: expect.any(String) });
    await load.progress();
  }, LONG_MS);

  it('who asks while a service is away is told so, and readiness too', async () => {
    const { pid } = here.services()['conversation']!;
    process.kill(pid, 'SIGKILL');
    const isAway = await eventually('not ready', () => ask(`${here.url}/health/ready`).then(({ status }) => status), (status) => status !== 200, 5_000).catch(() => 0);
    const answer = await people.vera.get(`/api/conversations/${longOffer.conversationId}`);
    if (answer.status !== 200) expect({ status: answer.status, code: answer.body?.code, after: answer.headers.get('retry-after') }).toEqual({ status: 503, code: 'unavailable', after: expect.any(String) });
    if (isAway) expect(isAway).toBe(503);
    await eventually('ready', () => ask(`${here.url}/health/ready`).then(({ status }) => status), (status) => status === 200);
    await load.progress();
  }, LONG_MS);

  it('any one service comes back by itself', async () => {
    const names = Object.keys(here.services());
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const name of names) {
      const { pid } = here.services()[name]!;
      process.kill(pid, 'SIGKILL');
      await eventually(`${name} runs again`, () => here.services()[name]?.pid, (other) => other !== undefined && other !== pid);
      await load.progress();
    }
    await eventually('ready', () => ask(`${here.url}/health/ready`).catch((error: unknown) => ({ status: 0, text: String(error) })), ({ status }) => status === 200, 90_000); // whoever watches over Kafka ends the one that is left and starts another
  }, 3 * LONG_MS);

  it('nothing that was acknowledged is missing and nothing is there twice', async () => {
    await load.stop();
    expect(load.answered.size).toBeGreaterThan(30);
    await confirmAll(here.graph, here.meta, load.customers);
    await nothingIsLost();
  }, LONG_MS);
});
