import type { Me } from '@parley/contracts';
import { useLastingAnswer } from './api/use-answer';
import { useTexts } from './i18n/use-texts';
import { useLanguage } from './preferences';

export interface IdleReason {
  readonly id: string;
  readonly name: string;
}

const NO_REASONS: readonly IdleReason[] = [];

/** The idle reasons in the language chosen; none where the server has no list of them. */
export function useIdleReasons(): readonly IdleReason[] {
  return useLastingAnswer<{ items: readonly IdleReason[] }>(`/api/idle-reasons?lang=${useLanguage()}`)?.items ?? NO_REASONS;
}

/** The reason of who was without a connection for too long; no agent chooses it. */
export const CONNECTION_LOST = 'connection-lost';

/** A state as agents read it: idle by its reason. */
export function useStateName(reasons: readonly IdleReason[]): (state: Pick<Me['state'], 'name' | 'reason'>) => string {
  const t = useTexts();
  return ({ name, reason }) => {
    if (name !== 'idle' || !reason) return t[`state.${name}`];
    if (reason === CONNECTION_LOST) return t['state.connectionLost'];
    return reasons.find(({ id }) => id === reason)?.name ?? reason;
  };
}
