import type { ConversationEvent, Me } from '@parley/contracts';
import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import type { Liveness } from '../../shared/ui/live-chip';
import { ConversationThen } from './conversation-then';
import { EventList } from './event-list';
import type { Names } from './people';
import { SupervisorActions } from './supervisor-actions';
import styles from './supervision.module.css';
import timeline from './timeline.module.css';
import { TimeSlider } from './time-slider';
import { TimelineHead } from './timeline-head';
import type { Pages } from './timeline-pages';
import { useMoment } from './use-moment';
import { useSettled } from './use-settled';
import { useTimeline } from './use-timeline';

const SLIDING_MS = 120;

interface TimelineProps {
  readonly conversationId: string;
  readonly me: Me;
  readonly names: Names;
  readonly liveness: Liveness;
  /** Rises when something may have happened in it. */
  readonly news: number;
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One conversation: all that happened on the left, and on the right the conversation as it was at the moment chosen. */
export function ConversationTimeline({ conversationId, me, names, liveness, news, onChanged, onBack }: TimelineProps) {
  const t = useTexts();
  const path = `/api/conversations/${encodeURIComponent(conversationId)}`;
  const { now, total, pages, at: eventAt, want, failed } = useTimeline(path, news);
  const [chosen, setChosen] = useState<{ readonly at: number; readonly of: number }>();
  // Whoever looks at now goes on looking at now when more happens; whoever looks back stays there.
  const at = chosen?.at ?? total - 1;
  const travel = (index: number) => setChosen(index >= total - 1 ? undefined : { at: index, of: chosen?.of ?? total });
  const newer = chosen ? total - chosen.of : 0;
  const { moment, older } = useMoment(path, now, useSettled(chosen?.at, SLIDING_MS));
  const words = useWords(pages, names);
  useEffect(() => want(at));
  if (failed && !now) return <Gone onBack={onBack} />;
  if (!now || !moment) return <p className={styles.choose} role="status" />;
  const { conversation, thread, revision } = moment;
  // What has just been added is a moment away: who looks at now is not told otherwise for so long.
  const isNow = chosen === undefined && moment.isNow;
  const isOnItsWay = isNow ? revision < at : revision !== at;
  return (
    <>
      <TimelineHead conversation={conversation} liveness={liveness} onBack={onBack}>
        <SupervisorActions conversationId={conversationId} customer={conversation.customer} isOver={now.status === 'ended'} me={me} onChanged={onChanged} />
      </TimelineHead>
      <TimeSlider total={total} at={at} time={eventAt(at)?.time} newer={newer} onTravel={travel} />
      <div className={timeline.columns}>
        <EventList total={total} eventAt={eventAt} want={want} at={at} isFollowing={chosen === undefined} words={words} onTravel={travel} />
        <ConversationThen conversation={conversation} thread={thread} older={older} isNow={isNow} isOnItsWay={isOnItsWay} time={eventAt(revision)?.time} />
      </div>
      <p className="visually-hidden" role="status">
        {isNow ? t['timeline.now'] : t['timeline.of']({ at: revision + 1, of: chosen?.of ?? total })}
        {newer > 0 && ` · ${t['timeline.newer']({ count: newer })}`}
      </p>
    </>
  );
}

/** Agents who are not configured any more have the name that they had. */
function useWords(pages: Pages, { nameOf, reason }: Names) {
  const t = useTexts();
  return useMemo(() => {
    const then = new Map<string, string>();
    for (const { data } of [...pages.values()].flat()) {
      const event = data as ConversationEvent;
      if ('agentId' in event && 'agentName' in event) then.set(event.agentId, event.agentName);
    }
    return { t, reason, nameOf: (id: string) => then.get(id) ?? nameOf(id) };
  }, [pages, nameOf, reason, t]);
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
