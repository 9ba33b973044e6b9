import { backOffMs } from './back-off';
import { ServerClock } from './server-clock';
import { clockSpan, dayName, roughSpan } from './spans';

describe("the server's clock", () => {
  const stamp = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toUTCString();

  it('is ours while the headers allow it', () => {
    const clock = new ServerClock(() => 1_000_000);
    clock.observe(stamp(1_000_900), 1_000_000, 1_000_050);
    expect(clock.now()).toBe(1_000_000);
  });

  it('is found within half a second, and nearer with every answer', () => {
    const clock = new ServerClock(() => 0);
    const aheadMs = 3_600_400;
    for (const sentAtMs of [0, 250, 500, 750, 1000]) clock.observe(stamp(sentAtMs + 10 + aheadMs), sentAtMs, sentAtMs + 20);
    expect(Math.abs(clock.offsetMs - aheadMs)).toBeLessThan(200);
  });

  it('follows when a clock is set', () => {
    const clock = new ServerClock(() => 0);
    clock.observe(stamp(9_000_000), 0, 10);
    clock.observe(stamp(60_000), 0, 10);
    expect(Math.abs(clock.offsetMs - 60_000)).toBeLessThan(1100);
  });
});

describe('spans of time', () => {
  it('are told in whole seconds', () => {
    expect([clockSpan(59_999), clockSpan(60_000), clockSpan(3_661_000), clockSpan(-5)]).toEqual(['0:59', '1:00', '1:01:01', '0:00']);
    expect([roughSpan(86_000_000), roughSpan(86_400_000), roughSpan(59_000)]).toEqual(['23 h 54 min', '24 h', '1 min']);
  });

  it('name days in both languages', () => {
    const day = 86_400_000;
    expect(dayName(day * 5, day * 5, 'es')).toBe('Hoy');
    expect(dayName(day * 4, day * 5, 'en')).toBe('Yesterday');
  });

  it('grow between attempts, with an end', () => {
    expect([0, 1, 2, 20].map((attempt) => backOffMs(attempt, () => 0.5))).toEqual([500, 1000, 2000, 15_000]);
  });
});
