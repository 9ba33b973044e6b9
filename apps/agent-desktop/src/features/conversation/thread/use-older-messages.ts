import { useCallback, useRef, useState } from 'react';
import { useDesk } from '../../../shared/desk/use-desk';

export interface OlderMessages {
  /** `failed`: asked for once in vain; the agent may ask again. */
  readonly state: 'none' | 'more' | 'loading' | 'failed';
  /** Unless that has failed. */
  readonly load: () => void;
  readonly loadAnyway: () => void;
}

/** Reads the page before those that are there, one at a time. */
export function useOlderMessages(conversationId: string, more: boolean): OlderMessages {
  const desk = useDesk();
  const [state, setState] = useState<'more' | 'loading' | 'failed'>('more');
  const busy = useRef(false);
  const loadAnyway = useCallback(() => {
    if (busy.current || !more) return;
    busy.current = true;
    setState('loading');
    void desk
      .loadOlder(conversationId)
      .then(
        () => setState('more'),
        () => setState('failed'),
      )
      .finally(() => {
        busy.current = false;
      });
  }, [desk, conversationId, more]);
  const load = useCallback(() => {
    if (state !== 'failed') loadAnyway();
  }, [state, loadAnyway]);
  return { state: more ? state : 'none', load, loadAnyway };
}
