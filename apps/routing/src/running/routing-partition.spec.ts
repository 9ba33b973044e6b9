import { type ConversationCommand, type ConversationEvent, Refused } from '@parley/contracts';
import { type Append, type Appended, InMemoryEventStore, pause, RevisionConflict, StoreUnavailable } from '@parley/event-sourcing';
import { FollowConversations } from '../follow-conversation/follow-conversation';
import { evolve } from '../partition/evolve';
import { decideTurn, type RoutingInput } from '../partition/routing-decider';
import type { RoutingEvent } from '../partition/routing-events';
import { RoutingState } from '../partition/routing-state';
import type { Roster } from '../partition/roster';
import { takeSnapshot } from '../partition/snapshot';
import { Audit } from '../testing/audit.testing';
import { available, idle, NOON, offline, queued, roster } from '../testing/given.testing';
import { RoutingPartition } from './routing-partition.service';

jest.setTimeout(60_000);

const STREAM = 'routing-default';

/** Counts appends and, when told to, loses the next append or its answer. */
class RecordingStore extends InMemoryEventStore {
  appends: Append[] = [];
  faults: ('lost' | 'answer lost')[] = [];
  conflicts = 0;

  override async append(append: Append): Promise<Appended> {
    this.appends.push(append);
    await pause(0);
    const fault = this.faults.shift();
    if (fault === 'lost') throw new StoreUnavailable('lost');
    const appended = await super.append(append).catch((error: unknown) => {
      if (error instanceof RevisionConflict) this.conflicts += 1;
      throw error;
    });
    if (fault === 'answer lost') throw new StoreUnavailable('answer lost');
    return appended;
  }
}

const partitions: RoutingPartition[] = [];
afterEach(() => Promise.all(partitions.splice(0).map((partition) => partition.stop())));

async function open(store: InMemoryEventStore, staff: Roster = roster) {
  const asked: ConversationCommand[] = [];
  let atMs = NOON;
  const observer = { asked: (commands: readonly ConversationCommand[]) => void asked.push(...commands), decided: () => undefined, conflicted: () => undefined, troubled: () => undefined };
  const partition = new RoutingPartition({ name: 'default', store, roster: staff, clock: { now: () => (atMs += 1) }, decide: decideTurn, observer });
  partitions.push(partition);
  await partition.start();
  return { partition, asked };
}

const history = async (store: InMemoryEventStore) => (await store.readStream(STREAM)).map(({ data }) => data as RoutingEvent);
const fold = (events: readonly RoutingEvent[], staff = roster) => events.reduce((state, event, revision) => evolve(state, event, revision), new RoutingState(staff));
const arrives = (n: number, partition = 0): RoutingInput => new FollowConversations(partition, [{ conversationId: `c${n}`, position: n + 1, event: queued(`c${n}/1`)[1] }]);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(2);
}

describe('a routing partition', () => {
  it('stores what came while it was appending in one append', async () => {
    const store = new RecordingStore();
    const { partition } = await open(store);
    await Promise.all([partition.submit(available('ana')), ...Array.from({ length: 50 }, (_, n) => partition.submit(arrives(n)))]);
    expect(store.appends.length).toBeLessThanOrEqual(2);
    expect(takeSnapshot(partition.state)).toEqual(takeSnapshot(fold(await history(store))));
  });

  it('asks only for what is stored', async () => {
    const store = new RecordingStore();
    const { partition, asked } = await open(store);
    await partition.submit(available('ana'));
    store.faults = ['lost', 'lost', 'lost'];
    await expect(partition.submit(arrives(1))).rejects.toThrow(StoreUnavailable);
    expect([asked, partition.state.waiting.size, partition.state.places.size]).toEqual([[], 0, 0]);
    await partition.submit(arrives(1));
    expect(asked).toMatchObject([{ type: 'OfferConversation', conversationId: 'c1' }]);
  });

  it('stores once what was stored without an answer', async () => {
    const store = new RecordingStore();
    const { partition, asked } = await open(store);
    await partition.submit(available('ana'));
    store.faults = ['answer lost'];
    await partition.submit(arrives(1));
    store.faults = ['answer lost', 'lost', 'lost'];
    await expect(partition.submit(arrives(2))).rejects.toThrow(StoreUnavailable);
    await partition.submit(arrives(2));
    expect((await history(store)).filter(({ type }) => type === 'WorkQueued')).toHaveLength(2);
    expect(asked).toHaveLength(1);
    expect(takeSnapshot(partition.state)).toEqual(takeSnapshot(fold(await history(store))));
  });

  it('refuses one input and decides the others of the same append', async () => {
    const { partition } = await open(new RecordingStore());
    const outcomes = await Promise.allSettled([available('ana'), idle('ben', 'siesta'), available('cleo')].map((input) => partition.submit(input)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(partition.state.stateOf('cleo')?.name).toBe('available');
  });

  it('does not let an input that cannot be decided harm another', async () => {
    const { partition } = await open(new RecordingStore());
    const broken = new FollowConversations(0, [{ conversationId: 'c1', position: 1, event: { type: 'Queued', purpose: 'queue' } as ConversationEvent }, undefined as never]);
    const outcomes = await Promise.allSettled([available('ana'), broken, available('cleo')].map((input) => partition.submit(input)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([partition.state.waiting.size, partition.state.isReady('cleo')]).toEqual([0, true]);
  });

  it('decides nothing after it stopped', async () => {
    const { partition } = await open(new RecordingStore());
    await partition.stop();
    await expect(partition.submit(available('ana'))).rejects.toThrow(Refused);
  });

  it('makes more offers than one append holds in several', async () => {
    const agents = Array.from({ length: 300 }, (_, n) => `a${n}`);
    const staff: Roster = { ...roster, agents: new Map(agents.map((id) => [id, { name: id, max: 1, queues: ['support'] }])) };
    const { partition, asked } = await open(new RecordingStore(), staff);
    for (let from = 0; from < 300; from += 100) await Promise.all(Array.from({ length: 100 }, (_, n) => partition.submit(arrives(from + n))));
    await Promise.all(agents.map((id) => partition.submit(available(id))));
    await until(() => asked.length === 300);
    expect(new Set(asked.map((command) => 'agentId' in command && command.agentId)).size).toBe(300);
  });
});

describe('two processes on one partition', () => {
  it('never reserve one place twice, nor offer one request to two', async () => {
    const store = new RecordingStore();
    const [one, two] = [await open(store), await open(store)];
    const half = (n: number) => (n % 2 ? one : two).partition;
    const inputs = ['ana', 'ben', 'cleo'].map((id, n) => half(n).submit(available(id)));
    // Each topic partition is read by one of them; both decide at the same time.
    const lanes = [0, 1].map(async (lane) => {
      for (let n = lane; n < 60; n += 2) await half(n).submit(arrives(n, lane));
    });
    await Promise.all([...inputs, ...lanes]);
    const events = await history(store);
    const audit = new Audit(roster);
    for (const event of events) audit.see(event);
    audit.checkNothingLeftUndone();
    expect(store.conflicts).toBeGreaterThan(0);
    expect(events.filter(({ type }) => type === 'WorkQueued')).toHaveLength(60);
    const reserved = events.filter(({ type }) => type === 'CapacityReserved').map((event) => 'offerId' in event && event.offerId);
    expect([...one.asked, ...two.asked].map((command) => 'offerId' in command && command.offerId).sort()).toEqual(reserved.sort());
  });

  it('see what the other one stored', async () => {
    const store = new RecordingStore();
    const [one, two] = [await open(store), await open(store)];
    await one.partition.submit(available('ana'));
    await until(() => two.partition.state.isReady('ana'));
    expect(takeSnapshot(two.partition.state)).toEqual(takeSnapshot(one.partition.state));
  });

  it('do not take a repetition for one from memory: the newest event decides', async () => {
    const store = new RecordingStore();
    const [one, two] = [await open(store), await open(store)];
    await one.partition.submit(available('ana'));
    await Promise.all([one.partition.submit(offline('ana')), two.partition.submit(available('ana'))]);
    await Promise.all([one, two].map(({ partition }) => partition.submit(available('ana'))));
    expect(fold(await history(store)).stateOf('ana')?.name).toBe('available');
  });

  it('take over from each other what was consumed: a record that both get has one effect', async () => {
    const store = new RecordingStore();
    const [one, two] = [await open(store), await open(store)];
    await Promise.all(Array.from({ length: 20 }, (_, n) => n).flatMap((n) => [one, two].map(({ partition }) => partition.submit(arrives(n)))));
    expect((await history(store)).filter(({ type }) => type === 'WorkQueued')).toHaveLength(20);
  });
});
