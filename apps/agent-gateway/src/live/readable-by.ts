import { type LiveEvent, masked, type MaskingConfig, masksAnything } from '@parley/contracts';
import type { Readable } from './live-connections';

/** Supervisors read live events as they are, agents without what the configuration hides; each event is masked once. */
export function readableBy(masking: MaskingConfig, isSupervisor: (agentId: string) => boolean): Readable {
  if (!masksAnything(masking)) return (live) => live;
  const forAgents = new WeakMap<LiveEvent, LiveEvent>();
  return (live, agentId) => {
    if (isSupervisor(agentId)) return live;
    const known = forAgents.get(live) ?? { ...live, data: masked(live.data, masking) } as LiveEvent;
    forAgents.set(live, known);
    return known;
  };
}
