import type { Conversation } from '@parley/contracts';
import { type ReactNode, useEffect, useState } from 'react';
import { takesPart } from '../../shared/desk/desk-state';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { announce } from '../../shared/ui/announcer';
import { messageSummary } from '../../shared/ui/message-summary';
import styles from './conversation.module.css';
import { ConversationHeader } from './conversation-header';
import { Details } from './details';
import { ThreadView } from './thread/thread-view';

interface PaneProps {
  readonly conversation: Conversation;
  /** Where the agent writes, while they may. */
  readonly compose: ReactNode;
  /** What stands there once the conversation has ended. */
  readonly afterEnd: ReactNode;
  readonly onBack: () => void;
}

const WIDE = '(min-width: 1200px)';

/** One conversation: its head with the actions, what was said, where to write, and who the customer is. */
export function ConversationPane({ conversation, compose, afterEnd, onBack }: PaneProps) {
  const [details, setDetails] = useDetails();
  const me = useDeskState((desk) => desk.me?.agentId);
  useSpokenMessages(conversation.conversationId);
  return (
    <div className={styles.pane} data-details={details || undefined}>
      <div className={styles.talk}>
        <ConversationHeader conversation={conversation} details={details} onDetails={setDetails} onBack={onBack} />
        <ThreadView key={conversation.conversationId} conversation={conversation} />
        {takesPart(conversation, me) ? compose : afterEnd}
      </div>
      {details && <Details conversation={conversation} onClose={() => setDetails(false)} />}
    </div>
  );
}

/** The panel is open where there is room for it, until the agent says otherwise; losing the room closes it. */
function useDetails() {
  const [details, setDetails] = useState(() => window.matchMedia(WIDE).matches);
  useEffect(() => {
    const room = window.matchMedia(WIDE);
    const follow = () => setDetails(room.matches);
    room.addEventListener('change', follow);
    return () => room.removeEventListener('change', follow);
  }, []);
  return [details, setDetails] as const;
}

/** What others write in the conversation in sight is read out. */
function useSpokenMessages(conversationId: string): void {
  const t = useTexts();
  const desk = useDesk();
  useEffect(
    () =>
      desk.onLive(({ event, data }, before) => {
        if (event !== 'message.added' || data.conversationId !== conversationId || data.sender.id === before.me?.agentId) return;
        const text = messageSummary(data, t);
        announce(data.direction === 'system' ? text : t['message.announce']({ name: data.sender.name, text }));
      }),
    [desk, conversationId, t],
  );
}
