import { useEffect, useState } from 'react';
import { firstUnread } from '../../../shared/desk/desk-state';
import { fromOthers } from '../../../shared/desk/thread';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';

/**
 * The first message that came while nobody looked: before the conversation was opened or the page loaded again, or while its page
 * was not in sight. Stays until the agent answers.
 */
export function useNewMark(conversationId: string, hasMessages: boolean, own: number): string | undefined {
  const desk = useDesk();
  const me = useDeskState((state) => state.me?.agentId);
  const [mark, setMark] = useState<string>();
  const [isPlaced, setPlaced] = useState(false);
  // Decided before the messages that are shown count as read.
  if (!isPlaced && hasMessages) {
    setPlaced(true);
    setMark(firstUnread(desk.state.get(), conversationId));
  }
  const [answered, setAnswered] = useState(own);
  if (own !== answered) {
    setAnswered(own);
    if (own > answered) setMark(undefined);
  }
  useEffect(() => {
    let away = document.visibilityState === 'hidden';
    const look = () => {
      if (document.visibilityState === 'hidden') away = true;
    };
    document.addEventListener('visibilitychange', look);
    const stop = desk.onLive(({ event, data }) => {
      if (event !== 'message.added' || data.conversationId !== conversationId || !fromOthers(data, me)) return;
      if (away && document.visibilityState === 'hidden') setMark(data.messageId);
      away = false;
    });
    return () => {
      stop();
      document.removeEventListener('visibilitychange', look);
    };
  }, [desk, conversationId, me]);
  return mark;
}
