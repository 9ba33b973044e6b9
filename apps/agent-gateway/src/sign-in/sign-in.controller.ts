import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { type AccessToken, Refused, type SignInSettings, TokenRequest } from '@parley/contracts';
import { ACCESS_TOKEN_SECONDS, Parse, Public, SETTINGS, signAccessToken } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { GatewaySettings } from '../agent-gateway.config';
import { Overloaded } from '../limits/limited';
import { AgentSignIn } from './agent-sign-in.client';
import { PasswordVerifier } from './password.verifier';
import { type Attempted, SignInAttempts } from './sign-in-attempts';

/** `POST /api/auth/token`: a password becomes an access token, and the agent is signed in with routing. */
@Public()
@Controller('api/auth')
export class SignInController {
  private readonly attempts = new SignInAttempts();

  constructor(
    @Inject(SETTINGS) private readonly settings: GatewaySettings,
    private readonly passwords: PasswordVerifier,
    private readonly agents: AgentSignIn,
  ) {}

  /** How people sign in here; the desktop asks before it shows a page. */
  @Get('settings')
  @Header('cache-control', 'no-cache')
  show(): SignInSettings {
    const { AUTH_MODE, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_AUDIENCE, OIDC_SCOPE, OIDC_PARAMETERS } = this.settings;
    if (AUTH_MODE === 'local') return { mode: 'local' };
    const parameters = Object.fromEntries(new URLSearchParams(OIDC_PARAMETERS));
    return { mode: 'oidc', issuer: OIDC_ISSUER!, clientId: OIDC_CLIENT_ID ?? OIDC_AUDIENCE!, scope: OIDC_SCOPE, parameters };
  }

  @Post('token')
  @HttpCode(200)
  async token(
    @Body(new Parse(TokenRequest)) { username, password }: z.infer<typeof TokenRequest>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessToken> {
    if (this.settings.AUTH_MODE !== 'local') throw new Refused('not-found', 'sign in with the identity provider');
    void reply.header('cache-control', 'no-store');
    const key = `${request.ip} ${username}`;
    const attempted = await this.attempt(key, () => this.passwords.matches(username, password));
    if (attempted.is === 'refused') {
      void reply.header('retry-after', String(Math.ceil(attempted.waitMs / 1000)));
      throw new Refused('too-many-requests', 'too many failed sign-ins');
    }
    if (attempted.is === 'failed') throw new Refused('unauthenticated', 'user name or password is wrong');
    await this.agents.signIn(username, { requestId: request.id });
    return {
      accessToken: await signAccessToken(this.settings.AUTH_JWT_SECRET!, username),
      tokenType: 'Bearer',
      expiresIn: ACCESS_TOKEN_SECONDS,
    };
  }

  private async attempt(key: string, matches: () => Promise<boolean>): Promise<Attempted> {
    try {
      return await this.attempts.attempt(key, Date.now, matches);
    } catch (error) {
      if (!(error instanceof Overloaded)) throw error;
      throw new Refused('unavailable', 'too many sign-ins at once');
    }
  }
}
