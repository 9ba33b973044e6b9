import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { GatewayUnderTest } from '../testing/gateway.spec-kit';
import { json, StandIn } from '../testing/stand-in.spec-kit';
import { LiveStream } from './testing/live-stream.spec-kit';

const PROVIDER = new StandIn();

describe('the live stream of who signs in at a provider', () => {
  let gateway: GatewayUnderTest;
  let token: (agentId: string) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const { url } = await PROVIDER.start();
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' }];
    PROVIDER.on('/.well-known/openid-configuration', (_request, response) => json(response, 200, { jwks_uri: `${url}/keys` })).on('/keys', (_request, response) => json(response, 200, { keys }));
    token = (agentId) => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).setSubject(agentId).setIssuer(url).setAudience('parley').setExpirationTime('1h').sign(privateKey);
    gateway = await new GatewayUnderTest(undefined, { AUTH_MODE: 'oidc', OIDC_ISSUER: url, OIDC_AUDIENCE: 'parley' }).start();
    gateway.services.routing.on('/api/me', (_request, response) => json(response, 200, {}));
    gateway.services.conversation.on('/api/tasks', (_request, response) => json(response, 200, { offers: [], conversations: [], wrapUps: [] }));
  });
  afterAll(async () => {
    await gateway.stop();
    await PROVIDER.stop();
  });

  const asked = () => gateway.services.routing.received.map(({ url }) => url).filter((url) => /sign-in$|^\/api\/me$/.test(url));
  const open = async (agentId: string) => {
    const stream = await LiveStream.open(gateway.url, await token(agentId));
    await stream.until(({ names }) => names.includes('snapshot'));
    return stream;
  };

  it('signs the agent in before it shows anything, once however many streams they have', async () => {
    const streams = [await open('ana'), await open('ana')];
    expect(asked()).toEqual(['/internal/agents/ana/sign-in', '/api/me', '/api/me']);
    const [signIn] = gateway.services.routing.received.filter(({ url }) => url.endsWith('/sign-in'));
    expect(JSON.parse(signIn!.body.toString())).toEqual({ byStream: true });
    streams.push(await open('sue'));
    expect(asked().filter((url) => url.endsWith('/sign-in'))).toHaveLength(1);
    for (const stream of streams) stream.close();
  });
});
