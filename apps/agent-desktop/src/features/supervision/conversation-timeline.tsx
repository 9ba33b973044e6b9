import type { ConversationEvent, Me, RecordedConversationEvent } from '@parley/contracts';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import { ConversationThen } from './conversation-then';
import { EventList } from './event-list';
import type { Names } from './people';
import { SupervisorActions } from './supervisor-actions';
import styles from './supervision.module.css';
import timeline from './timeline.module.css';
import { TimeSlider } from './time-slider';
import { TimelineHead } from './timeline-head';
import { useMoment } from './use-moment';
import { useSettled } from './use-settled';
import { useTimeline } from './use-timeline';

const SLIDING_MS = 120;

interface TimelineProps {
  readonly conversationId: string;
  readonly me: Me;
  readonly names: Names;
  /** Rises when something may have happened in it. */
  readonly news: number;
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One conversation: all that happened on the left, and on the right the conversation as it was at the moment chosen. */
export function ConversationTimeline({ conversationId, me, names, news, onChanged, onBack }: TimelineProps) {
  const t = useTexts();
  const path = `/api/conversations/${encodeURIComponent(conversationId)}`;
  const { events, failed } = useTimeline(path, news);
  const [chosen, setChosen] = useState<{ readonly at: number; readonly of: number }>();
  // Whoever looks at now goes on looking at now when more happens; whoever looks back stays there.
  const at = chosen?.at ?? events.length - 1;
  const travel = (index: number) => setChosen(index >= events.length - 1 ? undefined : { at: index, of: chosen?.of ?? events.length });
  const newer = chosen ? events.length - chosen.of : 0;
  const moment = useMoment(path, useSettled(events[at]?.revision, SLIDING_MS), chosen === undefined);
  const words = useWords(events, names);
  if (failed && events.length === 0) return <Gone onBack={onBack} />;
  if (!moment) return <p className={styles.choose} role="status" />;
  const { conversation, messages, revision } = moment;
  const shownAt = events.findIndex((event) => event.revision === revision);
  // What has just been added is a moment away: who looks at now is not told otherwise for so long.
  const isNow = chosen === undefined && moment.isNow;
  return (
    <>
      <TimelineHead conversation={conversation} onBack={onBack}>
        <SupervisorActions conversationId={conversationId} customer={conversation.customer} isOver={events.some(({ type }) => type === 'Ended')} me={me} onChanged={onChanged} />
      </TimelineHead>
      <TimeSlider events={events} at={at} newer={newer} onTravel={travel} />
      <div className={timeline.columns}>
        <EventList events={events} at={at} words={words} onTravel={travel} />
        <ConversationThen conversation={conversation} messages={messages} isNow={isNow} isOnItsWay={shownAt !== at} time={(events[shownAt] ?? events[at]!).time} />
      </div>
      <p className="visually-hidden" role="status">
        {isNow ? t['timeline.now'] : t['timeline.of']({ at: shownAt + 1, of: chosen?.of ?? events.length })}
        {newer > 0 && ` · ${t['timeline.newer']({ count: newer })}`}
      </p>
    </>
  );
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
