import { resolve } from 'node:path';
import { ServiceSettings } from '@parley/service-kit';
import { z } from 'zod';

/** What the gateway is told, beside what every service is told. */
export const GatewaySettings = ServiceSettings.safeExtend({
  /** Where the built desktop lies; relative to the folder that the process was started in. */
  DESKTOP_DIR: z.string().default('apps/agent-desktop/dist').transform((folder) => resolve(folder)),
  /** Calls to one service that wait for it, at most; more are answered 503. */
  UPSTREAM_CALLS_MAX: z.coerce.number('expected a number').int().min(1).max(100_000).default(1_024),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
