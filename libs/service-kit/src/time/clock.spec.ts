import { DatabaseClock } from './clock';

describe('the database’s clock', () => {
  it('tells the database’s time, also when our own is hours off', async () => {
    const hourAhead = Date.now() + 3_600_000;
    const clock = new DatabaseClock(() => Promise.resolve(hourAhead));
    await clock.start();
    expect(Math.abs(clock.now() - hourAhead)).toBeLessThan(1_000);
    const before = clock.now();
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    clock.stop();
  });

  it('does not start without the database', async () => {
    const clock = new DatabaseClock(() => Promise.reject(new Error('away')));
    await expect(clock.start()).rejects.toThrow('away');
  });
});
