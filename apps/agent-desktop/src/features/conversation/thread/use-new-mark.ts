import { useEffect, useState } from 'react';
import { firstUnread, leftOffFurtherBack } from '../../../shared/desk/desk-state';
import { fromOthers } from '../../../shared/desk/thread';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';

/** So many older pages are read to find where the agent left off. */
const PAGES_MAX = 10;

/**
 * `mark`: the first message that came while nobody looked: before the conversation was opened or the page loaded again, while the line
 * was away, or while the page was not in sight. Stays until the agent answers. `isPlaced` once it is known where it stands.
 */
export function useNewMark(conversationId: string, own: number): { mark: string | undefined; isPlaced: boolean } {
  const desk = useDesk();
  const [mark, setMark] = useState<string>();
  const isFound = useLeftOff(conversationId);
  const [isPlaced, setPlaced] = useState(false);
  // Decided before the messages that are shown count as read.
  if (isPlaced !== isFound) {
    setPlaced(isFound);
    const first = isFound ? firstUnread(desk.state.get(), conversationId) : undefined;
    if (first !== undefined) setMark(first);
  }
  const [answered, setAnswered] = useState(own);
  if (own !== answered) {
    setAnswered(own);
    if (own > answered) setMark(undefined);
  }
  useNewsOutOfSight(conversationId, setMark);
  return { mark, isPlaced };
}

/** Whether all is there that came since the agent left off; what is missing is read. */
function useLeftOff(conversationId: string): boolean {
  const desk = useDesk();
  const isReady = useDeskState(({ threads }) => threads.get(conversationId)?.state === 'ready');
  const isFurtherBack = useDeskState((state) => leftOffFurtherBack(state, conversationId));
  const [pages, setPages] = useState(0);
  const isMissing = isReady && isFurtherBack && pages < PAGES_MAX;
  useEffect(() => {
    if (!isMissing) return;
    void desk.loadOlder(conversationId).then(
      () => setPages(pages + 1),
      () => setPages(PAGES_MAX),
    );
  }, [desk, conversationId, isMissing, pages]);
  return isReady && !isMissing;
}

function useNewsOutOfSight(conversationId: string, onFirst: (messageId: string) => void): void {
  const desk = useDesk();
  const me = useDeskState((state) => state.me?.agentId);
  useEffect(() => {
    let away = document.visibilityState === 'hidden';
    const look = () => {
      if (document.visibilityState === 'hidden') away = true;
    };
    document.addEventListener('visibilitychange', look);
    const stop = desk.onLive(({ event, data }) => {
      if (event !== 'message.added' || data.conversationId !== conversationId || !fromOthers(data, me)) return;
      if (away && document.visibilityState === 'hidden') onFirst(data.messageId);
      away = false;
    });
    return () => {
      stop();
      document.removeEventListener('visibilitychange', look);
    };
  }, [desk, conversationId, me, onFirst]);
}
