import { type PublishedConversationEvent } from '@parley/contracts';
import fc from 'fast-check';
import { ConversationFeed, FEED_LIMITS } from './conversation-feed';
import type { LiveConnection } from './live-connection';
import { LiveConnections } from './live-connections';
import { AGENTS, History } from './testing/history.spec-kit';
import { byJson, SimpleClient } from './testing/simple-client.spec-kit';
import { LoggedSource, Truth } from './testing/truth.spec-kit';

interface Desk {
  readonly agentId: string;
  readonly registerAt: number;
  readonly openAfter: number;
  readonly snapshotAhead: number;
}

const desks = fc.array(
  fc.record({
    agentId: fc.constantFrom(...AGENTS),
    registerAt: fc.nat(60),
    openAfter: fc.nat(6),
    /** How far the services have come when they answer, beyond what the gateway has seen. */
    snapshotAhead: fc.nat(8),
  }),
  { minLength: 1, maxLength: 5 },
);

const gateways = fc.record({
  /** Where in the log it began to listen. */
  from: fc.nat(70),
  /** How many conversations and messages it remembers. */
  memory: fc.integer({ min: 1, max: 3 }),
  /** How far the conversation service is ahead when it is asked. */
  loadAhead: fc.nat(8),
  /** Where the next event waits for all loads; elsewhere it overtakes them, and comes twice. */
  pauses: fc.array(fc.boolean()),
});
type Gateway = typeof gateways extends fc.Arbitrary<infer G> ? G : never;

const histories = fc.array(fc.tuple(fc.constantFrom('one', 'two'), fc.nat(1000)), { minLength: 5, maxLength: 60 }).map((steps) => {
  const history = new History();
  for (const [conversationId, choice] of steps) history.step(conversationId, choice);
  return history.events;
});

describe('the feed of live events', () => {
  it('shows the truth to everyone, whenever they connect and whatever the gateway remembers', async () => {
    await fc.assert(fc.asyncProperty(histories, desks, gateways, told), { numRuns: 1000 });
  }, 60_000);

  it('tells an event once, however often it is delivered', async () => {
    const history = new History();
    for (const choice of [0, 0]) history.step('one', choice);
    const connections = new LiveConnections((work) => work());
    const feed = new ConversationFeed(connections, new LoggedSource(new Truth(history.events), (position) => position), () => undefined);
    const client = new SimpleClient('ana');
    connections.open(connections.register('ana', client), new Truth([]).snapshot('ana'));
    await feed.take([...history.events, ...history.events]);
    await feed.take(history.events);
    expect(client.names).toEqual(['snapshot', 'offer.created']);
  });

  it('closes the streams that a failed load may concern, and only those', async () => {
    const history = new History();
    for (const choice of [0, 0]) history.step('one', choice);
    const source = new LoggedSource(new Truth(history.events), (position) => position);
    source.failing = true;
    const connections = new LiveConnections((work) => work());
    const failed: string[] = [];
    const feed = new ConversationFeed(connections, source, (conversationId) => failed.push(conversationId));
    const [ana, ben] = [new SimpleClient('ana'), new SimpleClient('ben')];
    connections.open(connections.register('ana', ana), new Truth([]).snapshot('ana'));
    connections.open(connections.register('ben', ben), new Truth([]).snapshot('ben'));
    await feed.take(history.events.slice(2));
    await feed.settled();
    expect([failed, ana.closed, ben.closed]).toEqual([['one'], true, false]);
  });

  it('loads nothing that concerns nobody', async () => {
    const history = new History();
    for (const choice of [0, 0]) history.step('one', choice);
    const source = new LoggedSource(new Truth(history.events), (position) => position);
    const feed = new ConversationFeed(new LiveConnections((work) => work()), source, () => undefined);
    await feed.take(history.events.slice(2));
    await feed.settled();
    expect(source.loads).toBe(0);
  });
});

/** The log passes through a gateway; in the end everyone who is still connected must see the truth. */
async function told(log: readonly PublishedConversationEvent[], plan: readonly Desk[], gateway: Gateway): Promise<void> {
  const { from, memory, loadAhead, pauses } = gateway;
  const truth = new Truth(log);
  const source = new LoggedSource(truth, (position) => Math.min(position + loadAhead, log.length));
  const connections = new LiveConnections((work) => work());
  const limits = { ...FEED_LIMITS, conversationsMax: memory, messagesMax: memory };
  const feed = new ConversationFeed(connections, source, () => undefined, limits);
  const start = Math.min(from, Math.max(0, log.length - 1));
  const open: { desk: Desk; client: SimpleClient; connection: LiveConnection; registered: number }[] = [];

  for (let position = start; position <= log.length; position += 1) {
    for (const desk of plan.filter(({ registerAt }) => Math.max(start, Math.min(registerAt, log.length)) === position)) {
      const client = new SimpleClient(desk.agentId);
      open.push({ desk, client, connection: connections.register(desk.agentId, client), registered: position });
    }
    for (const { desk, connection, registered } of open) {
      if (position !== Math.min(registered + desk.openAfter, log.length)) continue;
      const upTo = Math.min(registered + desk.snapshotAhead, log.length);
      connections.open(connection, truth.snapshot(desk.agentId, upTo));
    }
    const next = log[position];
    if (next) await feed.take(pauses[position] ? [next] : [next, next]);
    if (pauses[position]) await feed.settled();
  }
  await feed.settled();

  for (const { desk, client, registered } of open.filter(({ connection }) => !connection.closedBecause)) {
    const { me: _me, ...expected } = truth.snapshot(desk.agentId);
    expect(client.shown()).toEqual({
      offers: expected.offers.sort(byJson),
      conversations: expected.conversations.sort(byJson),
      wrapUps: expected.wrapUps.sort(byJson),
    });
    for (const messageId of truth.messagesFor(desk.agentId, registered)) expect(client.messages.has(messageId)).toBe(true);
  }
}
