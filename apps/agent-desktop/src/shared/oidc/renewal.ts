import { onSession, renewSession } from '../api/session';
import { tabStore } from '../browser-store';
import { backOffMs } from '../time/back-off';
import type { ProviderSettings, Tokens } from './provider';

const RENEWAL_KEY = 'parley.oidc.renewal';
/** So long before its end a token is renewed, or after two thirds of a short life. */
const AHEAD_MS = 60_000;
const TRIES_MAX = 4;

interface Renewal {
  readonly settings: ProviderSettings;
  readonly refreshToken: string;
  readonly dueAtMs: number;
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** From now on the session is renewed before its token ends, for as long as the provider allows; then the sign-in page comes. */
export function keepRenewed(settings: ProviderSettings, { refreshToken, expiresInSeconds }: Tokens, nowMs = Date.now()): void {
  if (refreshToken === undefined || expiresInSeconds === undefined) return tabStore.write(RENEWAL_KEY, undefined);
  const lifeMs = expiresInSeconds * 1000;
  const renewal: Renewal = { settings, refreshToken, dueAtMs: nowMs + Math.max(lifeMs - AHEAD_MS, (lifeMs * 2) / 3) };
  tabStore.write(RENEWAL_KEY, JSON.stringify(renewal));
  schedule(renewal);
}

/** A reload goes on renewing; the end of a session ends that too. */
export function resumeRenewal(): void {
  const kept = tabStore.read(RENEWAL_KEY);
  if (kept) schedule(JSON.parse(kept) as Renewal);
}

onSession(() => clearTimeout(timer));

function schedule(renewal: Renewal, attempt = 0): void {
  clearTimeout(timer);
  const waitMs = attempt === 0 ? Math.max(0, renewal.dueAtMs - Date.now()) : backOffMs(attempt);
  timer = setTimeout(() => void renew(renewal, attempt), waitMs);
}

async function renew(renewal: Renewal, attempt: number): Promise<void> {
  try {
    const { renewedTokens } = await import('./provider');
    const tokens = await renewedTokens(renewal.settings, renewal.refreshToken);
    renewSession(tokens.accessToken);
    keepRenewed(renewal.settings, tokens);
  } catch {
    // Without a newer token the session ends with this one, and what was written stays.
    if (attempt + 1 < TRIES_MAX) schedule(renewal, attempt + 1);
  }
}
