import type { RecordedConversationEvent } from '@parley/contracts';
import { useEffect, useRef } from 'react';
import { type CustomContainerComponentProps, type CustomItemComponentProps, Virtualizer, type VirtualizerHandle } from 'virtua';
import { useTexts } from '../../shared/i18n/use-texts';
import type { Words } from './describe-event';
import { EventRow } from './event-row';
import history from './history.module.css';

/** So much above and below what is in sight is rendered too, for the keyboard and for fast scrolling. */
const BUFFER_PX = 400;
const TITLE = 'timeline-events';

interface EventListProps {
  readonly total: number;
  readonly eventAt: (index: number) => RecordedConversationEvent | undefined;
  readonly want: (index: number) => void;
  readonly at: number;
  /** Whoever looks at now goes along with what happens. */
  readonly isFollowing: boolean;
  readonly words: Words;
  readonly onTravel: (index: number) => void;
}

/**
 * All that happened, the oldest on top; pressing an event travels to it. What had not happened yet at the moment chosen is pale. Only
 * what is in sight is rendered, and read.
 */
export function EventList({ total, eventAt, want, at, isFollowing, words, onTravel }: EventListProps) {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  useKeptInSight(list, at, isFollowing);
  return (
    <section className={history.events} aria-labelledby={TITLE}>
      <h3 id={TITLE}>{t['timeline.events']}</h3>
      <div ref={box} className={history.eventLines}>
        <Virtualizer ref={list} as={Lines} item={Line} data={{ length: total }} scrollRef={box} bufferSize={BUFFER_PX}>
          {(_none, index) => (
            <EventRow
              key={index}
              event={eventAt(index)}
              before={index > 0 ? eventAt(index - 1) : undefined}
              isFirst={index === 0}
              current={index === at}
              future={index > at}
              words={words}
              onWanted={() => want(index)}
              onPress={() => onTravel(index)}
            />
          )}
        </Virtualizer>
      </div>
    </section>
  );
}

/** The moment chosen is in sight. Who looks at now and has scrolled away from it is left where they are when more happens. */
function useKeptInSight(list: React.RefObject<VirtualizerHandle | null>, at: number, isFollowing: boolean): void {
  const last = useRef<number>(undefined);
  useEffect(() => {
    const before = last.current;
    last.current = at;
    const handle = list.current;
    if (!handle || before === at) return;
    const top = before === undefined ? 0 : handle.getItemOffset(before) - handle.scrollOffset;
    const isAway = before !== undefined && (top < -handle.getItemSize(before) || top > handle.viewportSize);
    if (!isFollowing || !isAway) handle.scrollToIndex(at, { align: before === undefined ? 'end' : 'nearest' });
  }, [list, at, isFollowing]);
}

function Lines({ children, style, ref }: CustomContainerComponentProps) {
  return (
    <ol ref={ref} style={style} aria-labelledby={TITLE}>
      {children}
    </ol>
  );
}

/** The list knows only the lines in sight, so each says which one it is. */
function Line({ children, style, index, ref }: CustomItemComponentProps) {
  return (
    <li ref={ref} style={style} aria-setsize={-1} aria-posinset={index + 1}>
      {children}
    </li>
  );
}
