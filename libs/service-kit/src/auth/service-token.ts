import { type CanActivate, type ExecutionContext, Inject, Injectable, UseGuards, applyDecorators } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SETTINGS } from '../run-service-tokens';
import type { ServiceSettings } from '../settings/settings';
import { Public } from './auth.guard';

/** The header by which Parley's services know each other on their internal calls. */
export const SERVICE_TOKEN_HEADER = 'x-parley-service-token';

type TokenSettings = Pick<ServiceSettings, 'AUTH_JWT_SECRET' | 'PARLEY_SERVICE_TOKEN'>;

/** The token that every service of one installation shares: given, or derived from the secret that they share anyway. */
export const serviceToken = ({ PARLEY_SERVICE_TOKEN, AUTH_JWT_SECRET }: TokenSettings): string =>
  PARLEY_SERVICE_TOKEN ?? createHmac('sha256', AUTH_JWT_SECRET!).update('parley service token').digest('hex');

@Injectable()
class ServiceGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(@Inject(SETTINGS) settings: ServiceSettings) {
    this.expected = Buffer.from(serviceToken(settings));
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    const given = Buffer.from(headers[SERVICE_TOKEN_HEADER] ?? '');
    if (given.length === this.expected.length && timingSafeEqual(given, this.expected)) return true;
    throw new Refused('unauthenticated', 'this address is for Parley\u2019s own services');
  }
}

/** Only Parley's own services may call this. */
export const ServicesOnly = () => applyDecorators(Public(), UseGuards(ServiceGuard));
