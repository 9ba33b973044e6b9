import { resolve } from 'node:path';
import { ServiceSettings } from '@parley/service-kit';
import { z } from 'zod';

/** What the gateway is told, beside what every service is told. */
export const GatewaySettings = ServiceSettings.safeExtend({
  /** The desktop's client at the identity provider: a public one, with this installation's address as a redirect URI. */
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  /** What the desktop asks the provider for; with `offline_access` many give a token to renew the sign-in. */
  OIDC_SCOPE: z.string().regex(/^\S+( \S+)*$/, 'expected names divided by single blanks').refine((scope) => scope.split(' ').includes('openid'), 'expected openid among them').default('openid profile'),
  /** More that the provider wants to be told, such as `audience=https://parley.example` or `resource=…`. */
  OIDC_PARAMETERS: z.string().regex(/^([\w.-]+=[^&\s]*(&[\w.-]+=[^&\s]*)*)?$/, 'expected name=value&name=value').default(''),

  /** Where the built desktop lies; relative to the folder that the process was started in. */
  DESKTOP_DIR: z.string().default('apps/agent-desktop/dist').transform((folder) => resolve(folder)),
  /** Calls to one service that wait for it, at most; more are answered 503. */
  UPSTREAM_CALLS_MAX: z.coerce.number('expected a number').int().min(1).max(100_000).default(1_024),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
