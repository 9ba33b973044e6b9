import type { Me } from '@parley/contracts';
import { beginSession } from '../../shared/api/session';
import { CALLBACK_PATH, tokensFrom } from '../../shared/oidc/provider';
import { keepRenewed } from '../../shared/oidc/renewal';
import { navigate } from '../../shared/router';

/** `unknown`: the provider knows the person, the contact centre does not. */
export type ReturnFailure = 'failed' | 'unknown';

/** The session begins for whom the provider has sent back, where they were before; nothing of the answer stays in the address. */
export async function returnFromProvider(): Promise<ReturnFailure | undefined> {
  const callback = new URL(window.location.href);
  navigate('/', { replace: true });
  try {
    const { tokens, settings, returnTo } = await tokensFrom(callback);
    const { accessToken } = tokens;
    const me = await ask<Me>(accessToken, '/api/me');
    if (!me) return 'unknown';
    // As after a sign-in with a password: at the desk, and not yet available.
    if (me.roles.includes('agent') && me.state.name === 'offline') await ask(accessToken, '/api/me/state', { state: 'idle' });
    if (!returnTo.startsWith(CALLBACK_PATH)) navigate(returnTo, { replace: true });
    beginSession(accessToken);
    keepRenewed(settings, tokens);
    return undefined;
  } catch {
    return 'failed';
  }
}

/** `undefined` for whom the server does not know. @throws Error for any other refusal */
async function ask<T>(accessToken: string, path: string, body?: object): Promise<T | undefined> {
  const response = await fetch(path, {
    method: body ? 'PUT' : 'GET',
    headers: { authorization: `Bearer ${accessToken}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  if (response.status === 401) return undefined;
  if (!response.ok) throw new Error(`${path} gave ${response.status}`);
  return (await response.json()) as T;
}
