import type { AgentOverview, DirectoryQueue, WrapUpReasons } from '@parley/contracts';
import { useMemo } from 'react';
import { useAnswer } from '../../shared/api/use-answer';
import { useLanguage } from '../../shared/preferences';
import type { SelectOption } from '../../shared/ui/select-field';

/** What ids are called: agents and queues of the configuration, and wrap-up reasons in the language chosen. */
export interface Names {
  readonly agents: readonly SelectOption[];
  readonly queues: readonly SelectOption[];
  readonly nameOf: (id: string) => string;
  readonly reason: (id: string) => string;
}

export function useNames(): Names {
  const agents = useAnswer<{ items: readonly AgentOverview[] }>('/api/agents').value?.items;
  const queues = useAnswer<{ items: readonly DirectoryQueue[] }>('/api/directory/queues').value?.items;
  const reasons = useAnswer<WrapUpReasons>(`/api/wrap-up-reasons?lang=${useLanguage()}`).value?.items;
  return useMemo(() => {
    const [people, places] = [(agents ?? []).map(({ agentId, name }) => ({ id: agentId, name })), (queues ?? []).map(({ id, name }) => ({ id, name }))];
    const named = new Map([...places, ...people].map(({ id, name }) => [id, name]));
    const given = new Map((reasons ?? []).map(({ id, name }) => [id, name]));
    return { agents: people, queues: places, nameOf: (id) => named.get(id) ?? id, reason: (id) => given.get(id) ?? id };
  }, [agents, queues, reasons]);
}
