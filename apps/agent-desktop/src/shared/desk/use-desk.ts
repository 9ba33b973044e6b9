import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Desk } from './desk';
import type { DeskState } from './desk-state';
import type { Outgoing } from '../outgoing/kept-outgoing';

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('no desk: nobody is signed in here');
  return desk;
}

/** A part of what the desk knows; the component follows it. `select` returns a part as it is, never a new object. */
export function useDeskState<T>(select: (state: DeskState) => T): T {
  const { state } = useDesk();
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}

/** What the agent has written but not sent, in whichever tab. */
export function useDraft(conversationId: string): string {
  const draft = useDesk().drafts.of(conversationId);
  return useSyncExternalStore(draft.subscribe, () => draft.get().text);
}

export function useOutbox(): readonly Outgoing[] {
  const { entries } = useDesk().outbox;
  return useSyncExternalStore(entries.subscribe, entries.get);
}
