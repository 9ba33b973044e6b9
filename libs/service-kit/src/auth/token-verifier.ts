import { Refused, type Role } from '@parley/contracts';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, SignJWT } from 'jose';
import type { ContactCenter } from '../contact-center/contact-center';
import type { ServiceSettings } from '../settings/settings';

/** Who calls: an agent of the configuration. Name and roles are the configuration's, never the token's. */
export interface Caller {
  readonly agentId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

type AuthSettings = Pick<ServiceSettings, 'AUTH_MODE' | 'AUTH_JWT_SECRET' | 'OIDC_ISSUER' | 'OIDC_AUDIENCE'>;

const ISSUER = 'parley';
export const ACCESS_TOKEN_SECONDS = 12 * 60 * 60;

/** Signs access tokens in local mode. */
export async function signAccessToken(secret: string, agentId: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(agentId)
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .sign(new TextEncoder().encode(secret));
}

/** Tells who a bearer token belongs to; remembers verified tokens until they expire, so a hot caller costs no cryptography. */
export class TokenVerifier {
  private readonly verified = new Map<string, { agentId: string; expiresAtMs: number }>();
  private readonly verify: (token: string) => Promise<{ agentId: string; expiresAtMs: number }>;

  constructor(
    settings: AuthSettings,
    private readonly contactCenter: ContactCenter,
  ) {
    this.verify = settings.AUTH_MODE === 'oidc' ? verifyOidc(settings) : verifyLocal(settings);
  }

  /** @throws Refused `unauthenticated` · `unavailable` when the identity provider does not answer */
  async caller(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new Refused('unauthenticated', 'send the header Authorization: Bearer <token>');
    let known = this.verified.get(token);
    if (!known) {
      known = await this.verify(token);
      if (this.verified.size >= VERIFIED_MAX) this.verified.delete(this.verified.keys().next().value!);
      this.verified.set(token, known);
    }
    if (known.expiresAtMs <= Date.now()) {
      this.verified.delete(token);
      throw new Refused('unauthenticated', 'the token has expired');
    }
    const agent = this.contactCenter.agent(known.agentId);
    if (!agent) throw new Refused('unauthenticated', 'the token belongs to nobody who is configured here');
    return { agentId: agent.id, name: agent.name, roles: agent.roles };
  }
}

const VERIFIED_MAX = 10_000;

function verifyLocal({ AUTH_JWT_SECRET }: AuthSettings) {
  const key = new TextEncoder().encode(AUTH_JWT_SECRET);
  return async (token: string) => {
    const { payload } = await jwtVerify(token, key, { issuer: ISSUER, audience: ISSUER, algorithms: ['HS256'] }).catch(refuse);
    return { agentId: payload.sub ?? '', expiresAtMs: (payload.exp ?? 0) * 1000 };
  };
}

function verifyOidc({ OIDC_ISSUER, OIDC_AUDIENCE }: AuthSettings) {
  let keys: JWTVerifyGetKey | undefined;
  const discover = async () => {
    const answer = await fetch(`${OIDC_ISSUER!.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(5_000),
    });
    const { jwks_uri } = (await answer.json()) as { jwks_uri: string };
    const published = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: 5_000 });
    const key: JWTVerifyGetKey = (header, token) => published(header, token).catch(blameProvider);
    return key;
  };
  return async (token: string) => {
    keys ??= await discover().catch(blameProvider);
    const { payload } = await jwtVerify(token, keys, { issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE }).catch(refuse);
    const name = payload['preferred_username'];
    return { agentId: typeof name === 'string' ? name : (payload.sub ?? ''), expiresAtMs: (payload.exp ?? 0) * 1000 };
  };
}

/** What a token asks for that no key of the provider answers is the token's fault, everything else is the provider's. */
const TOKENS_FAULT = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported] as const;

function blameProvider(error: unknown): never {
  if (TOKENS_FAULT.some((fault) => error instanceof fault)) throw error;
  throw new Refused('unavailable', 'the identity provider does not answer');
}

function refuse(error: unknown): never {
  if (error instanceof Refused) throw error;
  throw new Refused('unauthenticated', error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid');
}
