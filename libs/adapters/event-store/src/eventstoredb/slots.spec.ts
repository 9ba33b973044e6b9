import { StoreUnavailable } from '@parley/event-sourcing';
import { Slots } from './slots';

/** Work that goes on until it is told to end. */
function work() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  const started = { is: false };
  return { run: () => ((started.is = true), done), started, end };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  beforeEach(() => jest.spyOn(performance, 'now').mockReturnValue(0));
  afterEach(() => jest.restoreAllMocks());
  const bounds = { runningMax: 2, waitingMax: 2, waitMaxMs: 1_000 };

  it('let so many run at once and the others wait their turn, and hand a place on when work fails too', async () => {
    const slots = new Slots(bounds);
    const works = Array.from({ length: 4 }, work);
    const started = () => works.map((one) => one.started.is);
    const runs = works.map((one, n) => slots.run(async () => {
      await one.run();
      if (n === 0) throw new Error('failed');
      return n;
    }));
    const outcomes = Promise.allSettled(runs);
    expect(started()).toEqual([true, true, false, false]);
    works[0]!.end();
    await turn();
    expect(started()).toEqual([true, true, true, false]);
    works[1]!.end();
    await turn();
    expect(started()).toEqual([true, true, true, true]);
    for (const one of works) one.end();
    expect(await outcomes).toMatchObject([{ reason: new Error('failed') }, { value: 1 }, { value: 2 }, { value: 3 }]);
  });

  it('refuse what would be too much to wait', async () => {
    const slots = new Slots(bounds);
    const works = Array.from({ length: 4 }, work);
    const runs = works.map((one) => slots.run(one.run));
    await expect(slots.run(async () => undefined)).rejects.toThrow(new StoreUnavailable('too many appends are waiting'));
    for (const one of works) one.end();
    await Promise.all(runs);
    expect(await slots.run(async () => 'room again')).toBe('room again');
  });

  it('never begin what has waited too long, and give its place to the next', async () => {
    const slots = new Slots({ ...bounds, runningMax: 1 });
    const [first, late] = [work(), work()];
    const runs = [slots.run(first.run), slots.run(late.run)];
    jest.spyOn(performance, 'now').mockReturnValue(1_001);
    const inTime = slots.run(async () => 'done');
    first.end();
    await expect(runs[1]).rejects.toThrow(new StoreUnavailable('the append waited too long'));
    expect(late.started.is).toBe(false);
    expect(await inTime).toBe('done');
    await slots.settled();
  });

  it('are settled when nothing runs and nothing waits, and not before', async () => {
    const slots = new Slots({ ...bounds, runningMax: 1 });
    await slots.settled();
    const works = [work(), work()];
    const runs = works.map((one) => slots.run(one.run));
    let isSettled = false;
    const settled = slots.settled().then(() => (isSettled = true));
    works[0]!.end();
    await turn();
    expect(isSettled).toBe(false);
    works[1]!.end();
    await settled;
    await Promise.all(runs);
  });
});
