import { type Append, RevisionConflict } from '../event-store/event-store';
import { InMemoryEventStore } from '../event-store/in-memory-event-store.adapter';
import { type Tab, type TabCommand, tabDecider, type TabEvent, TabRefused } from '../testing/tab';
import type { Handled } from './command';
import { handleCommand } from './handle-command';
import { eventId } from './ids';
import { Streams } from './streams';

const charge = (amount: number): TabCommand => ({ type: 'Charge', amount });
const pay: TabCommand = { type: 'Pay' };

/** Lets another writer be first, `times` times. */
class ContestedStore extends InMemoryEventStore {
  times = 0;
  reads = 0;

  override async append(append: Append) {
    if (this.times > 0) {
      this.times -= 1;
      const past = await super.readStream(append.stream);
      const rival = { id: `rival-${this.times}`, type: 'Charged', data: { type: 'Charged', amount: 1 } };
      await super.append({ stream: append.stream, expectedRevision: past.length === 0 ? 'no-stream' : past.length - 1, events: [rival] });
    }
    return super.append(append);
  }

  override readStream(stream: string, options?: { from?: number; limit?: number }) {
    this.reads += 1;
    return super.readStream(stream, options);
  }
}

type Handle = (command: TabCommand, commandId: string) => Promise<Handled<Tab, TabEvent>>;
const ways: Record<string, (store: ContestedStore) => Handle> = {
  handleCommand: (store) => (command, commandId) =>
    handleCommand(store, tabDecider, { stream: 'tab-1', command, commandId, metadata: { correlationId: 'c' } }),
  Streams: (store) => {
    const streams = new Streams(store, tabDecider);
    return (command, commandId) => streams.execute({ stream: 'tab-1', command, commandId, metadata: { correlationId: 'c' } });
  },
};

describe.each(Object.entries(ways))('a command by %s', (_name, way) => {
  let store: ContestedStore;
  let handle: Handle;
  beforeEach(() => {
    store = new ContestedStore();
    handle = way(store);
  });

  it('is decided, stored with ids of its own, and answered with what is true now', async () => {
    await handle(charge(3), 'one');
    expect(await handle(charge(4), 'two')).toEqual({
      state: { total: 7, paid: false },
      revision: 1,
      position: 2,
      events: [{ type: 'Charged', amount: 4 }],
      duplicate: false,
    });
    expect((await store.readStream('tab-1')).at(-1)).toMatchObject({
      id: eventId('tab-1', 'two', 0),
      type: 'Charged',
      data: { type: 'Charged', amount: 4 },
      metadata: { correlationId: 'c' },
    });
  });

  it('is quiet when repeated, even where it would be refused now', async () => {
    await handle(charge(3), 'one');
    await handle(pay, 'two');
    const nothingNew = { state: { total: 3, paid: true }, revision: 1, position: 2, events: [], duplicate: true };
    expect(await handle(charge(3), 'one')).toEqual(nothingNew);
    await expect(handle(charge(3), 'three')).rejects.toThrow(new TabRefused('tab-paid'));
    expect(await store.head()).toBe(2);
  });

  it('appends nothing when the decision is quiet', async () => {
    expect(await handle(charge(0), 'one')).toEqual({ state: tabDecider.initial, revision: -1, position: 0, events: [], duplicate: false });
  });

  it('is decided afresh when others were first, three times at most', async () => {
    await handle(charge(3), 'one');
    store.times = 2;
    expect(await handle(pay, 'two')).toMatchObject({ state: { total: 5, paid: true }, events: [{ type: 'Paid', total: 5 }], revision: 3 });
    store = new ContestedStore();
    handle = way(store);
    store.times = 3;
    await expect(handle(charge(1), 'three')).rejects.toThrow(RevisionConflict);
  });

  it('counts once when it comes many times together', async () => {
    const answers = await Promise.all(Array.from({ length: 3 }, () => handle(charge(3), 'one')));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await store.head()).toBe(1);
  });
});

describe('remembered streams', () => {
  it('are read once, and stay right when another process writes', async () => {
    const store = new ContestedStore();
    const here = new Streams(store, tabDecider);
    const there = new Streams(store, tabDecider);
    await here.execute({ stream: 'tab-1', command: charge(1), commandId: '1' });
    const { reads } = store;
    await here.execute({ stream: 'tab-1', command: charge(1), commandId: '2' });
    expect(store.reads).toBe(reads);

    await there.execute({ stream: 'tab-1', command: pay, commandId: '3' });
    await expect(here.execute({ stream: 'tab-1', command: charge(1), commandId: '4' })).rejects.toThrow('tab-paid');
    expect(await here.execute({ stream: 'tab-1', command: pay, commandId: '3' })).toMatchObject({ duplicate: true, revision: 2 });
    expect(await here.load('tab-1')).toMatchObject({ state: { total: 2, paid: true }, revision: 2, position: 3 });
  });

  it('do not refuse on what was true once', async () => {
    const store = new ContestedStore();
    const here = new Streams(store, tabDecider);
    await expect(here.execute({ stream: 'tab-1', command: pay, commandId: '1' })).rejects.toThrow('nothing-to-pay');
    await handleCommand(store, tabDecider, { stream: 'tab-1', command: charge(5), commandId: '2' });
    expect(await here.execute({ stream: 'tab-1', command: pay, commandId: '1' })).toMatchObject({ events: [{ type: 'Paid', total: 5 }] });
  });

  it('start from a snapshot when they are given one', async () => {
    const store = new ContestedStore();
    for (const n of [1, 2, 3]) await handleCommand(store, tabDecider, { stream: 'tab-1', command: charge(n), commandId: `${n}` });
    const streams = new Streams(store, tabDecider);
    streams.prime('tab-1', { state: { total: 100, paid: false }, revision: 1, position: 2 });
    expect((await streams.load('tab-1')).state.total).toBe(103);
  });

  it('handle the commands of a stream one after the other, and take no more than may wait', async () => {
    const store = new ContestedStore();
    const streams = new Streams(store, tabDecider, { waitingMax: 20 });
    const execute = (n: number) => streams.execute({ stream: 'tab-1', command: charge(1), commandId: `${n}` });
    const outcomes = await Promise.allSettled(Array.from({ length: 25 }, (_, n) => execute(n)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await execute(99)).toMatchObject({ revision: 20 });
  });
});
