import { useEffect, useState } from 'react';
import { fromOthers, type ThreadMessage } from '../../../shared/desk/thread';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';

/**
 * The first message that came while nobody looked: before the conversation was opened, or while its page was not in sight. Stays
 * until the agent answers.
 */
export function useNewMark(conversationId: string, messages: readonly ThreadMessage[], own: number): string | undefined {
  const desk = useDesk();
  const me = useDeskState((state) => state.me?.agentId);
  const [mark, setMark] = useState(() => {
    const unread = desk.state.get().unread.get(conversationId) ?? 0;
    return unread > 0 ? messages.filter((message) => fromOthers(message, me)).at(-unread)?.messageId : undefined;
  });
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
