import type { SignInSettings } from '@parley/contracts';
import * as oauth from 'oauth4webapi';
import { tabStore } from '../browser-store';

export type ProviderSettings = Extract<SignInSettings, { mode: 'oidc' }>;

/** What the provider gave. `refreshToken` only where it gives one to this client. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresInSeconds?: number;
  readonly refreshToken?: string;
}

/** A sign-in that has begun in this tab and comes back to it. */
interface Begun {
  readonly settings: ProviderSettings;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly returnTo: string;
}

export const CALLBACK_PATH = '/signed-in';
const BEGUN_KEY = 'parley.oidc.begun';
const redirectUri = () => `${window.location.origin}${CALLBACK_PATH}`;

/** Plain HTTP is for a provider on one's own machine: where its address says so, it was configured so. */
const options = ({ issuer }: ProviderSettings) => ({ [oauth.allowInsecureRequests]: issuer.startsWith('http:'), signal: () => AbortSignal.timeout(10_000) });

async function discover(settings: ProviderSettings): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(settings.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options(settings)));
}

/** The page leaves for the provider's sign-in page; authorization code with PKCE (RFC 7636). */
export async function leaveForProvider(settings: ProviderSettings, returnTo: string): Promise<void> {
  const { authorization_endpoint } = await discover(settings);
  if (!authorization_endpoint) throw new Error('the provider has no sign-in page');
  const begun: Begun = { settings, verifier: oauth.generateRandomCodeVerifier(), state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), returnTo };
  tabStore.write(BEGUN_KEY, JSON.stringify(begun));
  const address = new URL(authorization_endpoint);
  const parameters = {
    ...settings.parameters,
    client_id: settings.clientId,
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope: settings.scope,
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  window.location.assign(address);
}

/** The tokens for which the provider sent the browser back, and where the person was before. @throws Error for a sign-in that this tab did not begin */
export async function tokensFrom(callback: URL): Promise<{ tokens: Tokens; settings: ProviderSettings; returnTo: string }> {
  const kept = tabStore.read(BEGUN_KEY);
  tabStore.write(BEGUN_KEY, undefined);
  if (!kept) throw new Error('this tab has begun no sign-in');
  const { settings, verifier, state, nonce, returnTo } = JSON.parse(kept) as Begun;
  const server = await discover(settings);
  const client: oauth.Client = { client_id: settings.clientId };
  const answer = oauth.validateAuthResponse(server, client, callback, state);
  const more = { ...options(settings), additionalParameters: settings.parameters };
  const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri(), verifier, more);
  const granted = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, requireIdToken: true });
  return { tokens: tokensOf(granted), settings, returnTo };
}

/** Newer tokens for a refresh token. @throws Error when the provider gives none */
export async function renewedTokens(settings: ProviderSettings, refreshToken: string): Promise<Tokens> {
  const server = await discover(settings);
  const client: oauth.Client = { client_id: settings.clientId };
  const more = { ...options(settings), additionalParameters: settings.parameters };
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, more);
  return { refreshToken, ...tokensOf(await oauth.processRefreshTokenResponse(server, client, response)) };
}

const tokensOf = ({ access_token, expires_in, refresh_token }: oauth.TokenEndpointResponse): Tokens => ({
  accessToken: access_token,
  ...(expires_in !== undefined && { expiresInSeconds: expires_in }),
  ...(refresh_token !== undefined && { refreshToken: refresh_token }),
});
