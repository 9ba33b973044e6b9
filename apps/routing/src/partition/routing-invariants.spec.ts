import fc from 'fast-check';
import { NoteConnection, NoteConnections } from '../note-connection/note-connection';
import { SetAgentState } from '../set-agent-state/set-agent-state';
import { roster } from '../testing/given.testing';
import { World } from '../testing/world.testing';
import { evolve } from './evolve';
import { RoutingState } from './routing-state';
import { restore, type RoutingSnapshot, takeSnapshot } from './snapshot';

jest.setTimeout(60_000);

const agents = [...roster.agents.keys()];
const nth = fc.nat(20);
const agent = fc.constantFrom(...agents);
const queue = fc.constantFrom('support', 'sales');
const gateway = fc.constantFrom('gateway-1', 'gateway-2');
const step = <A>(arbitrary: fc.Arbitrary<A>, act: (world: World, a: A) => void) => arbitrary.map((a) => (world: World) => act(world, a));

/** Everything that can go on around routing. Few agents with few places, so that everything is scarce. */
const steps = fc.array(
  fc.oneof(
    step(queue, (world, id) => world.startConversation(id)),
    step(fc.tuple(agent, fc.constantFrom('available', 'available', 'idle', 'offline')), (world, [id, state]) => world.submit(new SetAgentState(id, { state: state as 'available' }))),
    step(fc.tuple(agent, fc.constantFrom('available', 'idle', 'offline')), (world, [id, state]) => world.submit(new SetAgentState(id, { state: state as 'available' }, 'sue'))),
    step(fc.record({ partition: fc.nat(1), records: fc.integer({ min: 1, max: 6 }), again: fc.nat(4), lose: fc.boolean() }), (world, { partition, records, again, lose }) =>
      world.deliverEvents(partition, records, { again, loseCommands: lose }),
    ),
    step(nth, (world, n) => world.deliverCommands(n)),
    step(fc.constant(0), (world) => world.settle()),
    step(nth, (world, n) => world.answer(n, 'accept')),
    step(nth, (world, n) => world.answer(n, 'reject')),
    step(nth, (world, n) => world.end(n)),
    step(nth, (world, n) => world.wrapUp(n)),
    step(fc.tuple(nth, queue), (world, [n, id]) => world.transfer(n, id)),
    step(nth, (world, n) => world.cancelTransfer(n)),
    step(fc.tuple(agent, gateway, fc.boolean()), (world, [id, at, isOpen]) => world.submit(new NoteConnection(id, at, isOpen))),
    step(fc.tuple(gateway, fc.subarray(agents)), (world, [at, ids]) => world.submit(new NoteConnections(at, ids))),
    step(fc.tuple(nth, agent), (world, [n, id]) => world.transferTo(n, id)),
    step(fc.tuple(nth, queue), (world, [n, id]) => world.askColleague(n, id)),
    step(fc.constantFrom(1_000, 10_000, 31_000, 70_000), (world, ms) => world.wait(ms)),
    step(fc.constant(0), (world) => world.remind()),
    step(fc.constant(0), (world) => world.restart()),
  ),
  { maxLength: 120, size: 'max' },
);

const run = (acts: readonly ((world: World) => void)[]): World => {
  const world = new World(roster);
  for (const act of acts) act(world);
  return world;
};

/** A snapshot whose lists are in an order of their own: two states that decide alike are equal. */
const canonical = (state: RoutingState): RoutingSnapshot => {
  const { agents: people, places, waiting, consumed, revision, turns, refusals, connections, gateways } = takeSnapshot(state);
  const sorted = <T>(list: readonly T[], key: (item: T) => string) => [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    revision,
    agents: sorted(people, ({ agentId }) => agentId),
    places: sorted(places, ({ offerId }) => offerId),
    waiting: sorted(waiting, ({ entryId }) => entryId),
    consumed: sorted(consumed, ([partition]) => String(partition)),
    refusals: sorted(refusals, (refusal) => Object.values(refusal).join(' ')),
    connections: sorted(connections, ({ agentId }) => agentId).map((one) => ({ ...one, gatewayIds: [...one.gatewayIds].sort() })),
    gateways: sorted(gateways, ([gatewayId]) => gatewayId),
    turns: sorted(turns, ([queueId, agentId]) => `${queueId} ${agentId}`),
  };
};

describe('whatever happens, routing', () => {
  it('keeps capacity, membership, order, RONA and leaves nobody waiting for whom somebody is free (I2 to I5, I7, I8)', () => {
    fc.assert(fc.property(steps, (acts) => void run(acts)), { numRuns: 400 });
  });

  it('loses no work: who waits in a conversation waits here or is about to be offered (I6)', () => {
    fc.assert(
      fc.property(steps, (acts) => {
        const world = run(acts);
        for (let round = 0; round < 4; round += 1) {
          world.settle();
          world.wait(91_000);
        }
        world.settle();
        for (const { id, waits } of world.conversations)
          for (const { entryId, offer } of waits.values()) {
            const place = offer && world.state.places.get(offer.offerId);
            expect([id, offer ? place?.status : world.state.waiting.get(entryId!)?.entryId]).toEqual([id, offer ? 'reserved' : entryId]);
          }
      }),
      { numRuns: 200 },
    );
  });

  it('gives everyone an agent in the end, when agents are there and answer', () => {
    fc.assert(
      fc.property(steps, (acts) => {
        const world = run(acts);
        for (let round = 0; round < 200; round += 1) {
          world.settle();
          world.answer(round, 'accept');
          world.end(round);
          world.wrapUp(round);
          world.wrapUp(round);
          if (round % 10 === 9) world.wait(31_000);
          for (const id of agents) world.submit(new SetAgentState(id, { state: 'available' }));
        }
        world.settle();
        const { places, waiting, refusals } = world.state;
        expect([places.size, waiting.size, refusals.all(), world.conversations.every(({ ended }) => ended)]).toEqual([0, 0, [], true]);
      }),
      { numRuns: 30 },
    );
  });

  it('makes nothing of what it was told before', () => {
    fc.assert(
      fc.property(steps, nth, (acts, from) => {
        const world = run(acts);
        expect(world.deliverAgain(from)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same from a snapshot and the tail as from all events', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (acts, cut) => {
        const { history, state } = run(acts);
        const at = cut % (history.length + 1);
        const fold = (start: RoutingState, from: number, to: number) => history.slice(from, to).reduce((s, event, index) => evolve(s, event, from + index), start);
        const half = fold(new RoutingState(roster), 0, at);
        const saved = JSON.parse(JSON.stringify(takeSnapshot(half))) as RoutingSnapshot;
        expect(canonical(fold(restore(saved, roster), at, history.length))).toEqual(canonical(state));
        expect(canonical(fold(new RoutingState(roster), 0, history.length))).toEqual(canonical(state));
      }),
      { numRuns: 200 },
    );
  });
});
