import { FAILURES_MAX, SignInAttempts } from './sign-in-attempts';

describe('sign-in attempts', () => {
  const wrong = async () => false;
  const right = async () => true;
  const at = (ms: number) => () => ms;
  const fail = async (attempts: SignInAttempts, key: string, times: number) => {
    for (let time = 0; time < times; time += 1) expect(await attempts.attempt(key, at(0), wrong)).toEqual({ is: 'failed' });
  };

  it('lets so many fail in a minute, then waits for the minute to end', async () => {
    const attempts = new SignInAttempts();
    await fail(attempts, 'ana', FAILURES_MAX);
    expect(await attempts.attempt('ana', at(1_000), right)).toEqual({ is: 'refused', waitMs: 59_000 });
    expect(await attempts.attempt('ana', at(59_999), right)).toEqual({ is: 'refused', waitMs: 1 });
    expect(await attempts.attempt('ana', at(60_000), right)).toEqual({ is: 'matched' });
  });

  it('counts by key, and forgets on success', async () => {
    const attempts = new SignInAttempts();
    await fail(attempts, 'ana', FAILURES_MAX - 1);
    await fail(attempts, 'ben', 1);
    expect(await attempts.attempt('ana', at(0), right)).toEqual({ is: 'matched' });
    await fail(attempts, 'ana', FAILURES_MAX);
  });

  it('does not count what was not decided', async () => {
    const attempts = new SignInAttempts();
    for (let time = 0; time < 3 * FAILURES_MAX; time += 1)
      await expect(attempts.attempt('ana', at(0), () => Promise.reject(new Error('too busy')))).rejects.toThrow('too busy');
    expect(await attempts.attempt('ana', at(0), right)).toEqual({ is: 'matched' });
  });

  it.each([
    ['right', right, Array<string>(30).fill('matched')],
    ['wrong', wrong, [...Array<string>(FAILURES_MAX).fill('failed'), ...Array<string>(30 - FAILURES_MAX).fill('refused')]],
  ])('gives many at once, all %s, what one after the other would get', async (_what, matches, expected) => {
    const attempts = new SignInAttempts();
    let underWay = 0;
    const checked = async () => {
      underWay += 1;
      expect(underWay).toBeLessThanOrEqual(FAILURES_MAX);
      await Promise.resolve();
      underWay -= 1;
      return matches();
    };
    const all = await Promise.all(expected.map(() => attempts.attempt('ana', at(0), checked)));
    expect(all.map(({ is }) => is)).toEqual(expected);
  });

  it('lets only so many wait', async () => {
    const attempts = new SignInAttempts();
    let decide = (_matched: boolean) => undefined as void;
    const decided = new Promise<boolean>((resolve) => (decide = resolve));
    const all = Array.from({ length: FAILURES_MAX + 200 }, () => attempts.attempt('ana', at(0), () => decided));
    await expect(attempts.attempt('ana', at(0), right)).rejects.toThrow('too much work is waiting');
    decide(true);
    expect(new Set((await Promise.all(all)).map(({ is }) => is))).toEqual(new Set(['matched']));
  });

  it('remembers so many keys and no more', async () => {
    const attempts = new SignInAttempts();
    await fail(attempts, 'first', FAILURES_MAX);
    for (let key = 0; key < 10_000; key += 1) await attempts.attempt(`key-${key}`, at(0), wrong);
    expect(await attempts.attempt('first', at(0), right)).toEqual({ is: 'matched' });
  });
});
