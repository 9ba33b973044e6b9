import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { StoreUnavailable } from '@parley/event-sourcing';
import { EventStoreDbEventStore } from '../eventstoredb';
import { appendOf, appendUntilKnown, everything, expectInOrder } from '../testing/load';
import { type StandIn, startStandIn } from '../testing/stand-in/stand-in';
import { type TcpProxy, tcpProxy } from '../testing/tcp-proxy';

/** A machine that has much else to do is slow, not wrong. */
jest.setTimeout(60_000);

describe('appending to EventStoreDB', () => {
  let standIn: StandIn;
  let store: EventStoreDbEventStore;
  const open = (eventStoreUrl = standIn.url) => new EventStoreDbEventStore({ eventStoreUrl, appendTimeoutMs: 2_000, readTimeoutMs: 6_000 });
  beforeEach(async () => {
    standIn = await startStandIn();
    store = open();
  });
  afterEach(async () => {
    await store.close();
    await standIn.stop();
  });

  it('never uses batch append, though the server says that it has it, nor asks what the server has', async () => {
    await store.append(appendOf(1, 0));
    await store.append(appendOf(1, 1));
    expect([...standIn.calls.keys()].sort()).toEqual(['append', 'read']);
  });

  it.each(['unavailable', 'answer-lost', 'connection-lost', 'mute', 'mute-after'] as const)(
    'stores once what was asked for once, when a try is %s',
    async (fault) => {
      standIn.faults.plan('append', fault);
      const appended = await store.append(appendOf(1, 0));
      expect(appended).toMatchObject({ revision: 1, duplicate: false });
      expect(standIn.calls.get('append')).toBe(2);
      expect(await store.readStream('load-1')).toHaveLength(2);
      expect(await store.append(appendOf(1, 0))).toEqual({ ...appended, duplicate: true });
    },
  );

  it('knows a repeat by another process, or after another writer went on', async () => {
    const first = await store.append(appendOf(1, 0));
    const other = new EventStoreDbEventStore({ eventStoreUrl: `${standIn.url}&connectionName=other` });
    expect(await other.append(appendOf(1, 0))).toEqual({ ...first, duplicate: true });
    await store.append(appendOf(1, 1));
    expect(await other.append({ ...appendOf(1, 0), expectedRevision: 3 })).toEqual({ ...first, duplicate: true });
    expect(await other.append({ ...appendOf(1, 0), expectedRevision: 2 })).toEqual({ ...first, duplicate: true });
    await other.close();
    expect(await store.readStream('load-1')).toHaveLength(4);
  });

  it('gives up after three tries, and says that the same append may be repeated', async () => {
    standIn.faults.plan('append', 'unavailable', { times: 3 });
    await expect(store.append(appendOf(1, 0))).rejects.toThrow(StoreUnavailable);
    expect(standIn.calls.get('append')).toBe(3);
    expect(await store.append(appendOf(1, 0))).toMatchObject({ duplicate: false });
  });

  it('refuses what no try would store, at once', async () => {
    const tooBig = { stream: 'load-9', expectedRevision: 'no-stream', events: [{ id: randomUUID(), type: 'Loaded', data: { text: 'x'.repeat(1_100_000) } }] } as const;
    await expect(store.append(tooBig)).rejects.not.toThrow(StoreUnavailable);
    await expect(store.append({ ...tooBig, events: [{ id: 'not-a-uuid', type: 'Loaded', data: {} }] })).rejects.toThrow(RangeError);
    expect(standIn.calls.get('append')).toBe(1);
  });

  it('goes to the leader where another node was asked, and finds there what it reads', async () => {
    const leader = await tcpProxy(standIn.port);
    for (const operation of ['append', 'read'] as const) standIn.faults.plan(operation, 'not-leader', { leaderPort: leader.port });
    expect(await store.append(appendOf(1, 0))).toMatchObject({ revision: 1, duplicate: false });
    expect(await store.readStream('load-1')).toHaveLength(2);
    expect(standIn.calls.get('append')).toBe(2);
    expect(leader.connections()).toBeGreaterThanOrEqual(1);
    await leader.close();
  });

  it('says at once that the user may not, and what is needed', async () => {
    for (const operation of ['append', 'read'] as const) standIn.faults.plan(operation, 'access-denied');
    const refusal = 'refused access: the user of EVENTSTORE_URL must be allowed';
    await expect(store.append(appendOf(1, 0))).rejects.toThrow(refusal);
    await expect(store.head()).rejects.toThrow(refusal);
    expect([standIn.calls.get('append'), standIn.calls.get('read')]).toEqual([1, 1]);
  });

  it('gives up on a cluster of which no node says who leads, although the client waits on', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => void sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const node = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const cluster = new EventStoreDbEventStore({ eventStoreUrl: `esdb://${node},${node}?tls=false&maxDiscoverAttempts=1`, appendTimeoutMs: 100 });
    const startedMs = performance.now();
    await expect(cluster.append(appendOf(1, 0))).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - startedMs).toBeLessThan(9_000); // the client itself gives each node five seconds
    await cluster.close();
    for (const socket of sockets) socket.destroy();
    mute.close();
  });

  it('loses and doubles nothing when the connections are cut in the middle of appends, again and again', async () => {
    const callers = Array.from({ length: 8 }, async (_, caller) => {
      for (let n = 0; n < 25; n += 1) await appendUntilKnown(store, appendOf(caller, n));
    });
    let running = true;
    const working = Promise.all(callers).finally(() => (running = false));
    while (running) {
      await store.head().catch(() => undefined);
      standIn.cutConnections();
    }
    await working;
    const events = await everything(store);
    expectInOrder(events);
    expect(events).toHaveLength(8 * 25 * 2);
  });

  it('finishes what was handed in before it closes, and takes nothing afterwards', async () => {
    standIn.faults.plan('append', 'slow', { delayMs: 200 });
    const last = store.append(appendOf(1, 0));
    const following = store.subscribe({ after: 0, signal: new AbortController().signal, onBatch: async () => undefined });
    await store.close();
    await following;
    expect(await last).toMatchObject({ revision: 1 });
    await expect(store.append(appendOf(1, 1))).rejects.toThrow(StoreUnavailable);
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
  });

  describe('by its connection', () => {
    let proxy: TcpProxy;
    beforeEach(async () => void (proxy = await tcpProxy(standIn.port)));
    afterEach(() => proxy.close());
    const address = () => `esdb://127.0.0.1:${proxy.port}?tls=false`;

    it('is one for all stores of the process that name the same address', async () => {
      const stores = [open(address()), open(address())] as const;
      await Promise.all(stores.map((one, caller) => one.append(appendOf(caller, 0))));
      await stores[0].close();
      await stores[1].append(appendOf(1, 1));
      expect(proxy.connections()).toBe(1);
      await stores[1].close();
    });

    it('goes on by another one when it is half open, long before anyone notices that', async () => {
      const reached = open(address());
      await reached.append(appendOf(1, 0));
      proxy.freeze();
      expect(await reached.append(appendOf(1, 1))).toMatchObject({ revision: 3, duplicate: false });
      expect(proxy.connections()).toBe(2);
      await proxy.closedTo(1);
      await reached.close();
    });

    it('answers a read that was under way with the whole stream, and never with the part that had come, when it goes on by another one', async () => {
      const reached = open(address());
      for (const n of [0, 1, 2]) await reached.append(appendOf(1, n));
      proxy.freeze();
      const reads = Array.from({ length: 3 }, () => reached.readStream('load-1'));
      const looks = Array.from({ length: 3 }, () => reached.readAll({ after: 0, limit: 10 }));
      await Promise.all([2, 3].map((caller) => reached.append(appendOf(caller, 0))));
      for (const events of await Promise.all(reads)) expect(events).toHaveLength(6);
      for (const { events } of await Promise.all(looks)) expect(events.length).toBeGreaterThanOrEqual(6);
      expect(proxy.connections()).toBe(2);
      await reached.close();
    });
  });
});
