import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const CLIENT_ID = 'parley-desktop';
const LIFE_SECONDS = 3600;

interface Granted {
  readonly username: string;
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

/**
 * A small OpenID Connect provider: a page on which people say who they are, and tokens for a code and its PKCE verifier.
 * It refuses what a strict one refuses: another client, another redirect URI, a wrong verifier, a code or refresh token used twice.
 */
export class IdentityProvider {
  readonly grants: string[] = [];
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly codes = new Map<string, Granted>();
  private readonly refreshTokens = new Map<string, string>();
  private server: Server | undefined;
  issuer = '';

  /** The settings with which Parley trusts it. */
  async start(): Promise<Record<string, string>> {
    this.server = createServer((request, response) => void this.handle(request, response));
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return { AUTH_MODE: 'oidc', OIDC_ISSUER: this.issuer, OIDC_AUDIENCE: 'parley', OIDC_CLIENT_ID: CLIENT_ID, OIDC_SCOPE: 'openid profile offline_access' };
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.issuer);
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
        });
      case '/keys':
        return json(response, { keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] });
      case '/authorize':
        return this.authorize(url.searchParams, response);
      case '/token':
        return this.token(new URLSearchParams(await textOf(request)), response);
      default:
        return void response.writeHead(404).end();
    }
  }

  /** Without a name, the page that asks for one; with it, back to whom asked. */
  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const valid = asked.get('client_id') === CLIENT_ID && asked.get('code_challenge_method') === 'S256' && asked.get('response_type') === 'code';
    if (!valid) return void response.writeHead(400).end('refused');
    const username = asked.get('username');
    if (!username) {
      const fields = [...asked].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('');
      const page = `<title>Provider</title><form action="/authorize">${fields}<label>Who are you? <input name="username"></label><button>Continue</button></form>`;
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
    const code = randomUUID();
    const redirectUri = asked.get('redirect_uri')!;
    this.codes.set(code, { username, nonce: asked.get('nonce')!, challenge: asked.get('code_challenge')!, redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    response.writeHead(302, { location: back.href }).end();
  }

  private token(asked: URLSearchParams, response: ServerResponse): void {
    const kind = asked.get('grant_type')!;
    const username = kind === 'refresh_token' ? this.refreshed(asked) : this.redeemed(asked);
    if (!username) return void response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
    this.grants.push(kind);
    const refreshToken = randomUUID();
    this.refreshTokens.set(refreshToken, username.name);
    const idToken = this.sign({ sub: username.name, aud: CLIENT_ID, ...(username.nonce && { nonce: username.nonce }) });
    const accessToken = this.sign({ sub: `id-of-${username.name}`, preferred_username: username.name, aud: 'parley' });
    json(response, { access_token: accessToken, token_type: 'Bearer', expires_in: LIFE_SECONDS, refresh_token: refreshToken, id_token: idToken });
  }

  private redeemed(asked: URLSearchParams): { name: string; nonce: string } | undefined {
    const granted = this.codes.get(asked.get('code')!);
    this.codes.delete(asked.get('code')!);
    const challenge = createHash('sha256').update(asked.get('code_verifier') ?? '').digest('base64url');
    if (!granted || granted.challenge !== challenge || granted.redirectUri !== asked.get('redirect_uri')) return undefined;
    return { name: granted.username, nonce: granted.nonce };
  }

  private refreshed(asked: URLSearchParams): { name: string; nonce: undefined } | undefined {
    const given = asked.get('refresh_token')!;
    const name = this.refreshTokens.get(given);
    this.refreshTokens.delete(given);
    return name ? { name, nonce: undefined } : undefined;
  }

  private sign(claims: object): string {
    const seconds = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: 'k1' })}.${part({ iss: this.issuer, iat: seconds, exp: seconds + LIFE_SECONDS, jti: randomUUID(), ...claims })}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(this.keys.privateKey).toString('base64url')}`;
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
