import type { DirectoryAgent, DirectoryQueue, Target } from '@parley/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../../shared/api/call';
import type { Texts } from '../../../shared/i18n/texts';
import { serverClock } from '../../../shared/time/server-clock';
import type { PickerItem } from '../../../shared/ui/search-picker';

/** Who could take over or join, at one moment. */
export interface Directory {
  readonly queues: readonly DirectoryQueue[];
  readonly agents: readonly DirectoryAgent[];
  /** On the server's clock. */
  readonly asOfMs: number;
}

interface Asked {
  readonly directory?: Directory;
  readonly loading: boolean;
  readonly failed: boolean;
}

async function readDirectory(): Promise<Directory> {
  const [queues, agents] = await Promise.all([
    call<{ items: DirectoryQueue[] }>('/api/directory/queues'),
    call<{ items: DirectoryAgent[] }>('/api/directory/agents'),
  ]);
  return { queues: queues.items, agents: agents.items, asOfMs: serverClock.now() };
}

/** The directory, read when the component comes and on `refresh`; the last one stays until the next is in. */
export function useDirectory(): Asked & { refresh: () => Promise<Directory | undefined> } {
  const [asked, setAsked] = useState<Asked>({ loading: true, failed: false });
  const round = useRef(0);
  const read = useCallback(async () => {
    const mine = ++round.current;
    const directory = await readDirectory().catch(() => undefined);
    if (mine !== round.current) return undefined;
    setAsked((last) => (directory ? { directory, loading: false, failed: false } : { ...last, loading: false, failed: true }));
    return directory;
  }, []);
  const refresh = useCallback(() => {
    setAsked((last) => ({ ...last, loading: true, failed: false }));
    return read();
  }, [read]);
  useEffect(() => {
    void read();
    return () => {
      round.current += 1;
    };
  }, [read]);
  return { ...asked, refresh };
}

/** What there is to choose among: every queue with how busy it is, or every agent who is available. */
export function optionsOf({ queues, agents }: Directory, type: Target['type'], t: Texts): readonly PickerItem[] {
  if (type === 'agent') return agents.map(({ agentId, name }) => ({ id: agentId, name, person: true }));
  return queues.map(({ id, name, availableAgents, waiting }) => ({
    id,
    name,
    detail: t['request.queueLoad']({ available: availableAgents, waiting }),
  }));
}
