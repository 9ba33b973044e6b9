import { useEffect } from 'react';
import { type DeskState, myConversations, unreadOf } from '../../shared/desk/desk-state';
import { useDeskState } from '../../shared/desk/use-desk';

/** How many requests wait, and how many conversations with something new to read. */
const waitingOf = (desk: DeskState): number =>
  desk.offers.length + myConversations(desk).filter(({ conversationId }) => unreadOf(desk, conversationId) > 0).length;

/** What waits for the agent is counted in the tab's title. */
export function useWaitingCount(): void {
  const count = useDeskState(waitingOf);
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Parley` : 'Parley';
  }, [count]);
  useEffect(
    () => () => {
      document.title = 'Parley';
    },
    [],
  );
}
