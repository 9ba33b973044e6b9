import fc from 'fast-check';
import { ChannelPause } from './channel-pause';
import { RateLimits } from './rate-limits';

describe('rate limits', () => {
  it('let 45 messages to one customer pass at once, then one in 6 s', () => {
    const limits = new RateLimits(1_000);
    for (let sent = 0; sent < 45; sent += 1) expect(limits.take('n', 'n:c', 0)).toBe(0);
    expect(limits.take('n', 'n:c', 0)).toBe(6_000);
    expect(limits.take('n', 'n:c', 5_999)).toBe(1);
    expect(limits.take('n', 'n:c', 6_000)).toBe(0);
    expect(limits.take('n', 'n:d', 6_000)).toBe(0);
  });

  it('never let more than the burst and the rate through, in any window', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 50, maxLength: 400 }), (gaps) => {
        const limits = new RateLimits(80);
        const sent: number[] = [];
        let now = 0;
        gaps.forEach((gap, n) => {
          now += gap;
          if (limits.take('n', `n:${n}`, now) === 0) sent.push(now);
        });
        sent.forEach((from, at) => expect(sent.filter((time, index) => index >= at && time < from + 1_000).length).toBeLessThanOrEqual(160));
      }),
    );
  });

  it('tell a wait after which there is room', () => {
    const limits = new RateLimits(3);
    let now = 0;
    for (let sent = 0; sent < 20; sent += 1) {
      const waitMs = limits.take('n', `n:${sent}`, now);
      now += waitMs;
      if (waitMs > 0) expect(limits.take('n', `n:${sent}`, now)).toBe(0);
    }
  });
});

describe('a pause', () => {
  it('grows with each refusal of the token, and calls one at a time until it is accepted', () => {
    const pause = new ChannelPause();
    expect(pause.callsMax(32, 0)).toBe(32);
    expect(pause.tokenRefused(0)).toBe(5_000);
    expect(pause.tokenRefused(1_000)).toBe(4_000);
    expect(pause.callsMax(32, 4_999)).toBe(0);
    expect(pause.callsMax(32, 5_000)).toBe(1);
    expect(pause.tokenRefused(5_000)).toBe(10_000);
    pause.tokenAccepted();
    expect(pause.callsMax(32, 6_000)).toBe(32);
  });

  it('of a number lasts a second', () => {
    const pause = new ChannelPause();
    pause.numberLimited('n', 0);
    expect(pause.pausedNumbers(999)).toEqual(['n']);
    expect(pause.pausedNumbers(1_000)).toEqual([]);
  });
});
