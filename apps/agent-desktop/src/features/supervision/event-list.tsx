import type { RecordedConversationEvent } from '@parley/contracts';
import { Fragment, useEffect, useRef } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { dayName, dayOf } from '../../shared/time/spans';
import { useToday } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import { describeEvent, type Words } from './describe-event';
import { secondOf } from './moment';
import history from './history.module.css';

interface EventListProps {
  readonly events: readonly RecordedConversationEvent[];
  readonly at: number;
  readonly words: Words;
  readonly onTravel: (index: number) => void;
}

/** All that happened, the oldest on top; pressing an event travels to it. What had not happened yet at the moment chosen is pale. */
export function EventList({ events, at, words, onTravel }: EventListProps) {
  const t = useTexts();
  const locale = useLocale();
  const today = useToday();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const [lines, line] = [list.current, list.current?.querySelector<HTMLElement>('li:has([aria-current])')];
    if (!lines || !line) return;
    const [top, bottom] = [line.offsetTop, line.offsetTop + line.offsetHeight];
    // The list alone moves, never the page around it.
    if (top < lines.scrollTop) lines.scrollTop = top;
    else if (bottom > lines.scrollTop + lines.clientHeight) lines.scrollTop = bottom - lines.clientHeight;
  }, [at, events.length]);
  return (
    <section className={history.events} aria-labelledby="timeline-events">
      <h3 id="timeline-events">{t['timeline.events']}</h3>
      <ol ref={list} className={history.eventLines} aria-labelledby="timeline-events">
        {events.map((event, index) => {
          const day = dayOf(event.time);
          const isNewDay = index === 0 || dayOf(events[index - 1]!.time) !== day;
          return (
            <Fragment key={event.id}>
              {isNewDay && <li className={history.day}>{dayName(day, today, locale)}</li>}
              <EventLine event={event} current={index === at} future={index > at} words={words} onPress={() => onTravel(index)} />
            </Fragment>
          );
        })}
      </ol>
    </section>
  );
}

interface EventLineProps {
  readonly event: RecordedConversationEvent;
  readonly current: boolean;
  readonly future: boolean;
  readonly words: Words;
  readonly onPress: () => void;
}

function EventLine({ event, current, future, words, onPress }: EventLineProps) {
  const locale = useLocale();
  const { icon, tone, text, detail } = describeEvent(event, words);
  return (
    <li className={history.event} data-tone={tone} data-future={future || undefined}>
      <button type="button" aria-current={current ? 'step' : undefined} onClick={onPress}>
        <span className={history.eventIcon}>
          <Icon name={icon} size={15} />
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
    </li>
  );
}
