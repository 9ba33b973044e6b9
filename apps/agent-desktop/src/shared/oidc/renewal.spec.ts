import { accessToken, beginSession, endSession } from '../api/session';
import type { ProviderSettings, Tokens } from './provider';
import { renewedTokens } from './provider';
import { keepRenewed, resumeRenewal } from './renewal';

jest.mock('./provider', () => ({ renewedTokens: jest.fn() }));

const settings: ProviderSettings = { mode: 'oidc', issuer: 'https://id.example', clientId: 'parley', scope: 'openid', parameters: {} };
const first: Tokens = { accessToken: 'first', expiresInSeconds: 300, refreshToken: 'r1' };
const second: Tokens = { accessToken: 'second', expiresInSeconds: 300, refreshToken: 'r2' };
const provider = jest.mocked(renewedTokens);
const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a session with a provider', () => {
  const page = new EventTarget();

  beforeAll(() => {
    Object.assign(globalThis, { window: page });
    resumeRenewal();
  });

  beforeEach(() => {
    jest.useFakeTimers();
    provider.mockReset().mockRejectedValue(new TypeError('Failed to fetch'));
    beginSession(first.accessToken);
    keepRenewed(settings, first);
  });

  afterEach(() => {
    endSession();
    jest.useRealTimers();
  });

  it('is renewed although the provider was away for most of the time that was left', async () => {
    await passed(240_000 + 40_000);
    expect(provider.mock.calls.length).toBeGreaterThan(4);
    provider.mockResolvedValue(second);
    await passed(19_000);
    expect(accessToken()).toBe('second');
  });

  it('is renewed as soon as the network is back, and with one refresh token only once at a time', async () => {
    await passed(600_000);
    provider.mockReset().mockResolvedValue(second);
    for (let times = 0; times < 3; times += 1) page.dispatchEvent(new Event('online'));
    await passed(0);
    expect([accessToken(), provider.mock.calls.length]).toEqual(['second', 1]);
  });

  it('is not renewed any more when the provider says so, or when it has ended', async () => {
    provider.mockRejectedValue(Object.assign(new Error('refused'), { error: 'invalid_grant' }));
    await passed(600_000);
    page.dispatchEvent(new Event('online'));
    await passed(0);
    expect(provider.mock.calls.length).toBe(1);
    keepRenewed(settings, second);
    endSession();
    await passed(600_000);
    expect(provider.mock.calls.length).toBe(1);
  });
});
