import type { Conversation, ConversationEvent, Me, MessagePage, RecordedConversationEvent } from '@parley/contracts';
import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useAnswer } from '../../shared/api/use-answer';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import { ConversationThen } from './conversation-then';
import { EventList } from './event-list';
import type { Names } from './people';
import { SupervisorActions } from './supervisor-actions';
import styles from './supervision.module.css';
import { TimeSlider } from './time-slider';
import { TimelineHead } from './timeline-head';
import { useSettled } from './use-settled';

const MESSAGES_MAX = 200;
const SLIDING_MS = 120;

interface TimelineProps {
  readonly conversationId: string;
  readonly me: Me;
  readonly names: Names;
  /** Rises when something happened anywhere. */
  readonly news: number;
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One conversation: all that happened on the left, and on the right the conversation as it was at the moment chosen. */
export function ConversationTimeline({ conversationId, me, names, news, onChanged, onBack }: TimelineProps) {
  const t = useTexts();
  const path = `/api/conversations/${encodeURIComponent(conversationId)}`;
  const { value, failed, reload } = useAnswer<{ items: readonly RecordedConversationEvent[] }>(`${path}/events`);
  useEffect(() => {
    if (news > 0) reload();
  }, [news, reload]);
  const events = value?.items ?? NONE;
  const [chosen, setChosen] = useState<number>();
  // Whoever looks at now goes on looking at now when more happens.
  const at = chosen === undefined || chosen >= events.length - 1 ? events.length - 1 : chosen;
  const travel = (index: number) => setChosen(index >= events.length - 1 ? undefined : index);
  const moment = useSettled(events[at]?.revision, SLIDING_MS);
  const words = useWords(events, names);
  if (failed && !value) return <Gone onBack={onBack} />;
  if (!value || moment === undefined) return <p className={styles.choose} role="status" />;
  return (
    <Then path={path} moment={moment}>
      {(conversation, messages) => (
        <>
          <TimelineHead conversation={conversation} onBack={onBack}>
            <SupervisorActions conversationId={conversationId} customer={conversation.customer} isOver={events.some(({ type }) => type === 'Ended')} me={me} onChanged={onChanged} />
          </TimelineHead>
          <TimeSlider events={events} at={at} onTravel={travel} />
          <div className={styles.columns}>
            <EventList events={events} at={at} words={words} onTravel={travel} />
            <ConversationThen conversation={conversation} messages={messages} isNow={at === events.length - 1} time={events[at]!.time} />
          </div>
          <p className="visually-hidden" role="status">
            {at === events.length - 1 ? t['timeline.now'] : t['timeline.of']({ at: at + 1, of: events.length })}
          </p>
        </>
      )}
    </Then>
  );
}

const NONE: readonly RecordedConversationEvent[] = [];

interface ThenProps {
  readonly path: string;
  readonly moment: number;
  readonly children: (conversation: Conversation, messages: MessagePage) => React.ReactNode;
}

/** The conversation and its messages as the server says they were; the last answer stays until the next is in. */
function Then({ path, moment, children }: ThenProps) {
  const conversation = useAnswer<Conversation>(`${path}?asOf=${moment}`).value;
  const messages = useAnswer<MessagePage>(`${path}/messages?asOf=${moment}&limit=${MESSAGES_MAX}`).value;
  return conversation && messages ? children(conversation, messages) : null;
}

/** Agents who are not configured any more have the name that they had. */
function useWords(events: readonly RecordedConversationEvent[], { nameOf, reason }: Names) {
  const t = useTexts();
  return useMemo(() => {
    const then = new Map<string, string>();
    for (const { data } of events) {
      const event = data as ConversationEvent;
      if ('agentId' in event && 'agentName' in event) then.set(event.agentId, event.agentName);
    }
    return { t, reason, nameOf: (id: string) => then.get(id) ?? nameOf(id) };
  }, [events, nameOf, reason, t]);
}

function Gone({ onBack }: { onBack: () => void }) {
  const t = useTexts();
  return (
    <div className={styles.choose}>
      <p role="alert">{t['supervise.gone']}</p>
      <Button className="button" onPress={onBack}>
        <Icon name="back" size={16} />
        {t['app.back']}
      </Button>
    </div>
  );
}
