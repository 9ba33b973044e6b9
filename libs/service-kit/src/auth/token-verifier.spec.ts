import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseContactCenter } from '../contact-center/load-contact-center';
import { signAccessToken, TokenVerifier } from './token-verifier';

const center = parseContactCenter(`
numbers: [{ phoneNumberId: "1", displayNumber: "+1", queue: q }]
queues: [{ id: q, name: Q, agents: [ana] }]
agents: [{ id: ana, name: Ana, roles: [agent, supervisor] }]
wrapUp: { defaultReason: r, reasons: [{ id: r, name: { en: R, es: R } }] }
`);
const SECRET = 'a secret of thirty-two bytes or more';
const local = new TokenVerifier({ AUTH_MODE: 'local', AUTH_JWT_SECRET: SECRET }, center);
const bearer = (token: string) => `Bearer ${token}`;
const key = (secret: string) => new TextEncoder().encode(secret);

describe('a local token', () => {
  it('tells who calls, with the name and the roles of the configuration', async () => {
    const token = await signAccessToken(SECRET, 'ana');
    await expect(local.caller(bearer(token))).resolves.toEqual({ agentId: 'ana', name: 'Ana', roles: ['agent', 'supervisor'] });
    await expect(local.caller(bearer(token))).resolves.toMatchObject({ agentId: 'ana' });
  });

  it.each([
    ['nothing', undefined],
    ['another scheme', 'Basic YTpi'],
    ['nonsense', 'Bearer nonsense'],
  ])('is refused when it is %s', async (_, authorization) => {
    await expect(local.caller(authorization)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is refused when another secret signed it, when it is over, when nobody is configured by its name, and unsigned', async () => {
    const sign = (secret: string, subject: string, expires: string) =>
      new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject(subject).setIssuer('parley').setAudience('parley').setExpirationTime(expires).sign(key(secret));
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"ana","iss":"parley","aud":"parley","exp":9999999999}').toString('base64url')}.`;
    for (const token of [await sign('another secret of thirty-two bytes', 'ana', '1h'), await sign(SECRET, 'ana', '-1s'), await sign(SECRET, 'eve', '1h'), unsigned])
      await expect(local.caller(bearer(token))).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a token of an identity provider', () => {
  let provider: Server;
  let issuer: string;
  let sign: (claims: object, audience?: string) => Promise<string>;
  /** How the provider answers who asks for its keys. */
  let keysAre: 'there' | 'refused' | 'broken' = 'there';

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
    provider = createServer(({ url }, answer) => {
      const isAway = url?.endsWith('/keys') && keysAre !== 'there';
      if (isAway && keysAre === 'refused') return void answer.destroy();
      if (isAway) answer.statusCode = 500;
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify(url?.endsWith('/keys') ? keys : { jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((listening) => void provider.listen(0, '127.0.0.1', listening));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    sign = (claims, audience = 'parley-desktop') =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).setIssuer(issuer).setAudience(audience).setExpirationTime('1h').sign(privateKey);
  });
  afterAll(() => new Promise((closed) => void provider.close(closed)));

  it('is verified with the provider’s keys, issuer and audience', async () => {
    const verifier = new TokenVerifier({ AUTH_MODE: 'oidc', OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'parley-desktop' }, center);
    await expect(verifier.caller(bearer(await sign({ preferred_username: 'ana', sub: '7' })))).resolves.toMatchObject({ agentId: 'ana' });
    await expect(verifier.caller(bearer(await sign({ sub: 'ana' })))).resolves.toMatchObject({ agentId: 'ana' });
    await expect(verifier.caller(bearer(await sign({ sub: 'ana' }, 'another')))).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(verifier.caller(bearer(await signAccessToken(SECRET, 'ana')))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('cannot be told while the provider does not give its keys, and can again afterwards', async () => {
    const verifier = new TokenVerifier({ AUTH_MODE: 'oidc', OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'parley-desktop' }, center);
    const token = bearer(await sign({ sub: 'ana' }));
    for (keysAre of ['refused', 'broken'] as const) await expect(verifier.caller(token)).rejects.toMatchObject({ code: 'unavailable' });
    keysAre = 'there';
    await expect(verifier.caller(token)).resolves.toMatchObject({ agentId: 'ana' });
  });

  it('that names a key which the provider does not have is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const verifier = new TokenVerifier({ AUTH_MODE: 'oidc', OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'parley-desktop' }, center);
    const forged = new SignJWT({ sub: 'ana' }).setProtectedHeader({ alg: 'RS256', kid: 'k2' }).setIssuer(issuer).setAudience('parley-desktop').setExpirationTime('1h');
    await expect(verifier.caller(bearer(await forged.sign(privateKey)))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('cannot be told when the provider is away', async () => {
    const away = new TokenVerifier({ AUTH_MODE: 'oidc', OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_AUDIENCE: 'parley-desktop' }, center);
    await expect(away.caller(bearer(await sign({ sub: 'ana' })))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
