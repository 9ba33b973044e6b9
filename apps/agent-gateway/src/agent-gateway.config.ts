import { resolve } from 'node:path';
import { ServiceSettings } from '@parley/service-kit';
import { z } from 'zod';

/** What the gateway is told, beside what every service is told. */
export const GatewaySettings = ServiceSettings.safeExtend({
  /** Where the built desktop lies; relative to the folder that the process was started in. */
  DESKTOP_DIR: z.string().default('apps/agent-desktop/dist').transform((folder) => resolve(folder)),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
