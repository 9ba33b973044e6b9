import { useEffect } from 'react';
import { useDesk } from '../../../shared/desk/use-desk';

/** Who has the end of the conversation in sight has read it. `newest` is the newest message shown. */
export function useReading(conversationId: string, newest: string | undefined, atNewest: boolean): void {
  const desk = useDesk();
  useEffect(() => {
    if (!atNewest || newest === undefined) return;
    const read = () => {
      if (document.visibilityState === 'visible') desk.markRead(conversationId);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [desk, conversationId, newest, atNewest]);
}
