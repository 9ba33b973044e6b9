import { pause } from '@parley/event-sourcing';
import { FreshValue, type Reading } from './fresh-value.service';

/** A source whose readings are answered by the test, one by one. */
class Source {
  readonly asked: ((reading: Reading<number> | Error) => void)[] = [];
  wanted = true;
  troubles = 0;
  told = 0;
  readonly value = new FreshValue<number>({
    pauseMs: 0,
    isWanted: () => this.wanted,
    onValue: () => (this.told += 1),
    onTrouble: () => (this.troubles += 1),
    read: () =>
      new Promise((resolve, reject) => this.asked.push((reading) => (reading instanceof Error ? reject(reading) : resolve(reading)))),
  });

  async reading(count: number): Promise<(reading: Reading<number> | Error) => void> {
    while (this.asked.length < count) await pause(1);
    return this.asked[count - 1]!;
  }
}

const now = (value: number) => ({ value, behind: false });
let source: Source;
beforeEach(() => (source = new Source()));
afterEach(() => source.value.stop());

describe('a fresh value', () => {
  it('is read once more for all that happened during a reading', async () => {
    source.value.stale();
    (await source.reading(1))(now(1));
    source.value.stale();
    source.value.stale();
    (await source.reading(2))(now(2));
    while (source.told < 2) await pause(1);
    await pause(5);
    expect([source.asked.length, source.value.value]).toEqual([2, 2]);
  });

  it('is not what a reading gave that had begun before it was asked for', async () => {
    source.value.stale();
    const first = await source.reading(1);
    const fresh = source.value.fresh();
    first(now(1));
    (await source.reading(2))(now(2));
    expect(await fresh).toBe(2);
  });

  it('is read again while the service is behind, and shown meanwhile', async () => {
    const fresh = source.value.fresh();
    (await source.reading(1))({ value: 1, behind: true });
    (await source.reading(2))(now(2));
    expect(await fresh).toBe(2);
    expect(source.told).toBe(2);
  });

  it('is read again after a failure, of which one word is said', async () => {
    const fresh = source.value.fresh();
    (await source.reading(1))(new Error('away'));
    (await source.reading(2))(new Error('away'));
    (await source.reading(3))(now(3));
    expect(await fresh).toBe(3);
    expect(source.troubles).toBe(1);
  });

  it('is not read while nobody looks, and then for who asks', async () => {
    source.wanted = false;
    source.value.stale();
    await pause(5);
    expect(source.asked).toHaveLength(0);
    const fresh = source.value.fresh();
    (await source.reading(1))(now(1));
    expect(await fresh).toBe(1);
  });
});
