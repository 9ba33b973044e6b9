import type { HealthChecks } from '@parley/service-kit';
import { SERVICES } from '../proxy/proxied-paths';
import type { Upstreams } from '../upstream/upstreams.client';

const TIMEOUT_MS = 2_500;

/** Passes while every service behind the gateway is ready: then a webhook, a sign-in and a command would all succeed. */
export function serviceChecks(upstreams: Upstreams): HealthChecks {
  return Object.fromEntries(
    SERVICES.map((name) => [
      name,
      async () => {
        const { status } = await upstreams.to(name).ask('/health/ready', { headers: {}, timeoutMs: TIMEOUT_MS });
        if (status !== 200) throw new Error(`${name} is not ready`);
      },
    ]),
  );
}
