import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refused, type Role } from '@parley/contracts';
import { type Caller as CallerIdentity, TokenVerifier } from './token-verifier';

const PUBLIC = 'parley:public';
const ROLES = 'parley:roles';

/** Needs no token. */
export const Public = () => SetMetadata(PUBLIC, true);
/** Needs one of these roles. */
export const Roles = (...roles: Role[]) => SetMetadata(ROLES, roles);

interface AuthenticatedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  caller?: CallerIdentity;
}

/** Who calls: `@Caller() caller: Caller`. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthenticatedRequest>().caller,
);
export type Caller = CallerIdentity;

/** Every HTTP call needs a valid token, and a role where one is named; broker handlers are not its business. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, places)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = await this.tokens.caller(request.headers['authorization']);
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(ROLES, places);
    if (roles && !roles.some((role) => caller.roles.includes(role)))
      throw new Refused('forbidden', `needs the role ${roles.join(' or ')}`);
    request.caller = caller;
    return true;
  }
}
