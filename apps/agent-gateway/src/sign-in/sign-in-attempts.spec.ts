import { FAILURES_MAX, SignInAttempts } from './sign-in-attempts';

describe('sign-in attempts', () => {
  const fail = (attempts: SignInAttempts, key: string, times: number, nowMs = 0) => {
    for (let time = 0; time < times; time += 1) expect(attempts.begin(key, nowMs)).toBe(0);
  };

  it('lets so many fail in a minute, then waits for the minute to end', () => {
    const attempts = new SignInAttempts();
    fail(attempts, 'ana', FAILURES_MAX);
    expect(attempts.begin('ana', 1_000)).toBe(59_000);
    expect(attempts.begin('ana', 59_999)).toBe(1);
    expect(attempts.begin('ana', 60_000)).toBe(0);
  });

  it('counts by key, and forgets on success', () => {
    const attempts = new SignInAttempts();
    fail(attempts, 'ana', FAILURES_MAX);
    expect(attempts.begin('ben', 0)).toBe(0);
    attempts.succeeded('ana');
    expect(attempts.begin('ana', 0)).toBe(0);
  });

  it('does not count what was not decided', () => {
    const attempts = new SignInAttempts();
    for (let time = 0; time < 3 * FAILURES_MAX; time += 1) {
      expect(attempts.begin('ana', 0)).toBe(0);
      attempts.undecided('ana');
    }
  });

  it('remembers so many keys and no more', () => {
    const attempts = new SignInAttempts();
    fail(attempts, 'first', FAILURES_MAX);
    for (let key = 0; key < 10_000; key += 1) attempts.begin(`key-${key}`, 0);
    expect(attempts.begin('first', 0)).toBe(0);
  });
});
