import type { Product } from '@parley/local-stack/product';
import { isDeepStrictEqual } from 'node:util';
import { describeWithKafka } from './testing/engines';
import { eventually } from './testing/eventually';
import { START_MS } from './testing/installation';
import { confirmAll, Load } from './testing/load';
import { expectNothingLost } from './testing/oracle';
import { ask, Person } from './testing/person';
import { killAtRandom } from './testing/random-kills';
import { Replicas } from './testing/replicas';

/** More for a longer trial: a minute and more is worth it after a change of what consumes. */
const KILLING_MS = Number(process.env['PARLEY_REPLICAS_SECONDS'] ?? 20) * 1_000;
const KILL_EVERY_MS = 1_500;
const LONG_MS = 300_000 + KILLING_MS;
const TOPICS = ['channel.inbound.v1', 'conversation.commands.v1', 'conversation.events.v1', 'agent.events.v1'] as const;

describeWithKafka('two processes of every service, on Kafka', () => {
  let replicas: Replicas;
  let supervisor: Person;
  let load: Load;

  beforeAll(async () => {
    replicas = await Replicas.start({ queues: { care: { agents: ['nora', 'omar'] }, orders: { agents: ['pia'] } }, maxConversations: { nora: 10, omar: 10 } });
    const [first, second] = replicas.products as [Product, Product];
    const [nora, omar, vera] = await Promise.all([Person.signIn(first.url, 'nora'), Person.signIn(second.url, 'omar'), Person.signIn(second.url, 'vera')]);
    supervisor = vera;
    replicas.graph.thinksMs = 60;
    load = Load.of(replicas.meta, [nora, omar], 6);
    await Promise.all([nora.sets('available'), omar.sets('available')]);
    load.start();
    await load.progress();
  }, 2 * START_MS);
  afterAll(async () => {
    await load?.stop().catch(() => undefined);
    await replicas?.stop();
  }, LONG_MS);

  it('go on while one after the other is killed', async () => {
    const seed = Number(process.env['PARLEY_REPLICAS_SEED'] ?? Date.now() % 100_000);
    const victims = replicas.victims();
    const killed = await killAtRandom(victims, { seed, everyMs: KILL_EVERY_MS, forMs: KILLING_MS });
    process.stderr.write(`replicas: seed ${seed} killed ${killed.join(', ')}\n`);
    expect(victims.length).toBe(11);
    expect(new Set(killed)).toEqual(new Set(victims.map(({ name }) => name)));
    await load.progress();
    for (const { url } of replicas.products) await eventually('ready', () => ask(`${url}/health/ready`).then(({ status }) => status, () => 0), (status) => status === 200, 60_000);
  }, LONG_MS);

  it('have everything that was acknowledged, once', async () => {
    await load.stop();
    expect(load.answered.size).toBeGreaterThan(20);
    await confirmAll(replicas.graph, replicas.meta, load.customers);
    await expectNothingLost({ supervisor, meta: replicas.meta, graph: replicas.graph, load });
  }, LONG_MS);

  it('show each conversation as the log tells it', async () => {
    for (const { conversationId } of await supervisor.reportRows()) {
      const both = () => Promise.all(['', `?asOf=${new Date().toISOString()}`].map((asOf) => supervisor.gets(`/api/conversations/${conversationId}${asOf}`)));
      // The last ticks may still be on their way.
      await eventually('the read model is what the log tells', both, ([shown, told]) => isDeepStrictEqual(shown, told));
    }
  }, LONG_MS);

  it('gave up no record', async () => {
    expect(await replicas.redrive(TOPICS)).toEqual(TOPICS.map((topic) => `0 dead letters of ${topic} sent again`));
  }, LONG_MS);
});
