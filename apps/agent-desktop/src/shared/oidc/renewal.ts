import { inSession, onSession, renewSession } from '../api/session';
import { tabStore } from '../browser-store';
import { backOffMs } from '../time/back-off';
import type { ProviderSettings, Tokens } from './provider';

const RENEWAL_KEY = 'parley.oidc.renewal';
/** So long before its end a token is renewed, or after two thirds of a short life. */
const AHEAD_MS = 60_000;

interface Renewal {
  readonly settings: ProviderSettings;
  readonly refreshToken: string;
  readonly dueAtMs: number;
  /** With the token the session ends. */
  readonly endsAtMs: number;
}

let timer: ReturnType<typeof setTimeout> | undefined;
/** What is to be renewed next, unless that is going on: some providers take each refresh token only once. */
let next: Renewal | undefined;

/** From now on the session is renewed before its token ends, for as long as the provider allows; then the sign-in page comes. */
export function keepRenewed(settings: ProviderSettings, { refreshToken, expiresInSeconds }: Tokens, nowMs = Date.now()): void {
  if (refreshToken === undefined || expiresInSeconds === undefined) return tabStore.write(RENEWAL_KEY, undefined);
  const lifeMs = expiresInSeconds * 1000;
  const renewal: Renewal = { settings, refreshToken, dueAtMs: nowMs + Math.max(lifeMs - AHEAD_MS, (lifeMs * 2) / 3), endsAtMs: nowMs + lifeMs };
  tabStore.write(RENEWAL_KEY, JSON.stringify(renewal));
  schedule(renewal);
}

/** A reload goes on renewing; the end of a session ends that too. */
export function resumeRenewal(): void {
  const kept = tabStore.read(RENEWAL_KEY);
  if (kept && inSession()) schedule(JSON.parse(kept) as Renewal);
  // Where the network was away, its return is the moment to try, whatever the pause.
  window.addEventListener('online', () => {
    if (next && Date.now() >= next.dueAtMs) void renew(next, 0);
  });
}

onSession(() => {
  clearTimeout(timer);
  next = undefined;
});

function schedule(renewal: Renewal, attempt = 0): void {
  clearTimeout(timer);
  next = renewal;
  const waitMs = attempt === 0 ? Math.max(0, renewal.dueAtMs - Date.now()) : backOffMs(attempt);
  timer = setTimeout(() => void renew(renewal, attempt), waitMs);
}

async function renew(renewal: Renewal, attempt: number): Promise<void> {
  clearTimeout(timer);
  next = undefined;
  try {
    const { renewedTokens } = await import('./provider');
    const tokens = await renewedTokens(renewal.settings, renewal.refreshToken);
    if (!inSession()) return;
    renewSession(tokens.accessToken);
    keepRenewed(renewal.settings, tokens);
  } catch (error) {
    // Without a newer token the session ends with this one, and what was written stays.
    if (isFinal(error) || !inSession()) return;
    if (Date.now() < renewal.endsAtMs) return schedule(renewal, attempt + 1);
    next = renewal;
  }
}

/** The provider's own word that it gives no more tokens for this one (RFC 6749, section 5.2); anything else may pass. */
const isFinal = (error: unknown): boolean => error instanceof Error && 'error' in error && error.error === 'invalid_grant';
