import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { type AllSlice, pause, StoreUnavailable } from '@parley/event-sourcing';
import { EventStoreDbEventStore } from '../eventstoredb';
import { appendOf, appendUntilKnown } from '../testing/load';
import { type StandIn, startStandIn } from '../testing/stand-in/stand-in';

/** A machine that has much else to do is slow, not wrong. */
jest.setTimeout(60_000);

/** A subscription that notes what it gets. */
function follow(store: EventStoreDbEventStore, after = 0) {
  const stop = new AbortController();
  const slices: AllSlice[] = [];
  const errors: unknown[] = [];
  const onBatch = async (slice: AllSlice) => void slices.push(slice);
  const done = store.subscribe({ after, signal: stop.signal, onBatch, onError: (error) => errors.push(error) });
  const numbers = () => slices.flatMap(({ events }) => events.map(({ revision }) => revision));
  return { errors, numbers, position: () => slices.at(-1)?.position ?? 0, end: () => (stop.abort(), done) };
}

/** @throws when it has not become true after 20 s: the test's own time-out says no more than that */
async function becomes(what: () => boolean): Promise<void> {
  for (let look = 0; !what(); look += 1) {
    if (look === 2_000) throw new Error(`never became true: ${what}`);
    await pause(10);
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('EventStoreDB, when it goes away', () => {
  let standIn: StandIn;
  let store: EventStoreDbEventStore;
  const open = ({ silenceMs = 60_000, readTimeoutMs = 3_000 } = {}) =>
    new EventStoreDbEventStore({ eventStoreUrl: standIn.url, appendTimeoutMs: 1_000, readTimeoutMs, silenceMs });
  beforeEach(async () => {
    standIn = await startStandIn();
    store = open();
  });
  afterEach(async () => {
    await store.close();
    await standIn.stop();
  });

  it('is told of as unavailable, and never waited for without end', async () => {
    await store.close();
    store = open({ readTimeoutMs: 300 });
    standIn.faults.plan('read', 'mute', { times: 3 });
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await expect(store.readAll({ after: 0, limit: 1 })).rejects.toThrow(StoreUnavailable);
    await expect(store.readStream('load-1')).rejects.toThrow(StoreUnavailable);
    standIn.faults.isAway = true;
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    standIn.faults.clear();
    await store.close();
    store = open();
    expect(await store.head()).toBe(0);
  });

  it('is read again when the connection was lost in between', async () => {
    await store.append(appendOf(1, 0));
    standIn.cutConnections();
    expect(await store.readStream('load-1')).toHaveLength(2);
  });

  it.each([
    ['ends without a word', () => standIn.endSubscriptions()],
    ['fails', () => standIn.endSubscriptions(status.UNKNOWN)],
    ['loses its connection', () => standIn.cutConnections()],
  ])('has each event once for a subscription that %s', async (_, fault) => {
    const listener = follow(store);
    for (const n of [0, 1, 2]) {
      await appendUntilKnown(store, appendOf(1, n));
      await becomes(() => listener.numbers().length === 2 * (n + 1));
      fault();
      await becomes(() => standIn.begun.length >= n + 2 && standIn.subscriptions() === 1);
    }
    await appendUntilKnown(store, appendOf(1, 3));
    await becomes(() => listener.numbers().length === 8);
    await listener.end();
    expect(listener.numbers()).toEqual(upTo(8));
    expect(listener.errors.length).toBeGreaterThanOrEqual(3);
  });

  it('notices that a subscription has fallen silent while the log went on', async () => {
    await store.close();
    store = open({ silenceMs: 100 });
    const listener = follow(store);
    await store.append(appendOf(1, 0));
    await becomes(() => listener.numbers().length === 2);
    standIn.muteSubscriptions(true);
    await store.append(appendOf(1, 1));
    await becomes(() => listener.errors.length > 0);
    standIn.muteSubscriptions(false);
    await becomes(() => listener.numbers().length === 4);
    await listener.end();
    expect(listener.numbers()).toEqual(upTo(4));
  });

  it('hands over what comes while it is still looked whether there is anything', async () => {
    await store.close();
    store = open({ silenceMs: 100, readTimeoutMs: 60_000 });
    const listener = follow(store);
    standIn.faults.plan('read', 'mute');
    await becomes(() => standIn.calls.get('read') === 2); // the subscription, and the look
    await store.append(appendOf(1, 0));
    await becomes(() => listener.numbers().length === 2);
    await listener.end();
    expect(listener.errors).toEqual([]);
  });

  it('is asked again by a subscription that was never confirmed', async () => {
    await store.close();
    store = open({ readTimeoutMs: 2_000 });
    standIn.faults.plan('subscribe', 'mute');
    const listener = follow(store);
    await store.append(appendOf(1, 0));
    await becomes(() => listener.numbers().length === 2);
    await listener.end();
    expect(listener.errors).toHaveLength(1);
  });

  it('goes on from a checkpoint among events that are not ours, and leaves out none that begins right there', async () => {
    await store.append(appendOf(1, 0));
    for (let n = 0; n < 40; n += 1) standIn.log.writeSystemEvent();
    const { end } = standIn.log;
    const listener = follow(store, await store.head());
    await becomes(() => standIn.subscriptions() === 1);
    standIn.faults.plan('subscribe', 'unavailable');
    standIn.endSubscriptions();
    await becomes(() => listener.errors.length > 0);
    await store.append(appendOf(1, 1));
    await becomes(() => listener.numbers().length === 2);
    await listener.end();
    expect(standIn.begun.at(-1)).toBe(`${end}/0`);
    expect(listener.numbers()).toEqual([2, 3]);
    expect(listener.position()).toBe(await store.head());
  });

  it('is refused, and away for everyone, where the log is not the one that a subscription had followed, but an older copy or another', async () => {
    for (const n of [0, 1, 2, 3]) await store.append(appendOf(1, n));
    const after = await store.head();
    await Promise.all([store.close(), standIn.stop()]);
    standIn = await startStandIn();
    standIn.log.writeSystemEvent('$of-another-length');
    store = open();
    const listener = follow(store, after);
    await becomes(() => listener.errors.length > 0);
    await expect(store.head()).rejects.toThrow(`no event at ${after}`);
    for (const caller of [1, 2, 3, 4]) await store.append(appendOf(caller, 0));
    expect(standIn.log.end).toBeGreaterThan(after);
    await expect(store.head()).rejects.toThrow(`no event at ${after}`);
    expect(standIn.begun).toEqual([]);
    await listener.end();
    expect(listener.numbers()).toEqual([]);
    expect(listener.errors).toContainEqual(expect.objectContaining({ message: expect.stringContaining('another log, or an older copy') }));
  });

  it('finds the newest event behind any number of the server’s own', async () => {
    expect(await store.head()).toBe(0);
    const { position } = await store.append(appendOf(1, 0));
    for (let n = 0; n < 700; n += 1) standIn.log.writeSystemEvent();
    expect(await store.head()).toBe(position);
    expect(await store.readAll({ after: position, limit: 10 })).toMatchObject({ events: [], position });
    const next = await store.append(appendOf(1, 1));
    expect(await store.head()).toBe(next.position);
  });

  it('has everything after it was started again, and whoever followed goes on', async () => {
    await store.close();
    await standIn.stop();
    const directory = mkdtempSync(join(tmpdir(), 'parley-eventstore-'));
    const file = join(directory, 'log');
    standIn = await startStandIn({ file });
    store = open();
    const listener = follow(store);
    await store.append(appendOf(1, 0));
    await becomes(() => listener.numbers().length === 2);
    await standIn.stop();
    await expect(store.append(appendOf(1, 1))).rejects.toThrow(StoreUnavailable);
    standIn = await startStandIn({ file, port: standIn.port });
    await appendUntilKnown(store, appendOf(1, 1));
    await becomes(() => listener.numbers().length === 4);
    await listener.end();
    expect(listener.numbers()).toEqual(upTo(4));
    expect(await store.readStream('load-1')).toHaveLength(4);
    rmSync(directory, { recursive: true, force: true });
  });
});
