import type { RecordedConversationEvent } from '@parley/contracts';
import { useEffect } from 'react';
import { useLocale } from '../../shared/preferences';
import { dayName, dayOf } from '../../shared/time/spans';
import { useToday } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import { describeEvent, type Words } from './describe-event';
import { secondOf } from './moment';
import history from './history.module.css';

interface RowProps {
  /** Undefined until it was read. */
  readonly event: RecordedConversationEvent | undefined;
  readonly before: RecordedConversationEvent | undefined;
  readonly isFirst: boolean;
  readonly current: boolean;
  readonly future: boolean;
  readonly words: Words;
  readonly onWanted: () => void;
  readonly onPress: () => void;
}

/** One event with the day above it, where that changes. What happened to a message after it was sent takes less room than it. */
export function EventRow({ event, before, isFirst, current, future, words, onWanted, onPress }: RowProps) {
  const locale = useLocale();
  const today = useToday();
  useEffect(() => {
    if (!event) onWanted();
  });
  if (!event) return <div className={history.unread} aria-hidden="true" />;
  const { icon, tone, text, detail } = describeEvent(event, words);
  const day = dayOf(event.time);
  const isNewDay = isFirst || (before !== undefined && dayOf(before.time) !== day);
  const isMinor = event.type === 'MessageStatusChanged' && tone === 'quiet' && !detail;
  return (
    <>
      {isNewDay && <p className={history.day}>{dayName(day, today, locale)}</p>}
      <div className={history.event} data-tone={tone} data-future={future || undefined} data-minor={isMinor || undefined}>
        <button type="button" aria-current={current ? 'step' : undefined} onClick={onPress}>
          <span className={history.eventIcon}>
            <Icon name={icon} size={isMinor ? 13 : 15} />
          </span>
          <span className={history.eventText}>
            <span>{text}</span>
            {detail && (
              <span className={history.eventDetail} dir="auto">
                {detail}
              </span>
            )}
          </span>
          <time dateTime={event.time} className="tabular">
            {secondOf(event.time, locale)}
          </time>
        </button>
      </div>
    </>
  );
}
