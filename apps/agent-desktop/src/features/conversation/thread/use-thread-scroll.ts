import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';

const NEAR_PX = 80;
/** Older messages are asked for so far before their upper end is reached. */
const NEAR_TOP_PX = 800;
/** Of what stands above the mark so much stays in sight. */
const ABOVE_MARK_PX = 24;

interface Shown {
  /** The key of the first row. */
  readonly first: string | undefined;
  readonly length: number;
  /** Rows of ours that are not with the server yet: they always show. */
  readonly own: number;
  /** Rows that others wrote. */
  readonly inbound: number;
  /** Where what is new begins: -1 where nothing is, undefined while that is not known. */
  readonly mark: number | undefined;
  /** Rows of others from there on. */
  readonly unread: number;
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly onNearTop: () => void;
}

/**
 * A list that opens where what is new begins, and stays at its newest row, unless the reader scrolled up: then it stays where it is and
 * counts what others wrote meanwhile. `atNewest` only once the newest row was in sight. `isGrowingAbove` while rows are added or
 * dropped at the upper end, which the list makes up for.
 */
export function useThreadScroll({ first, length, own, inbound, mark, unread, list, onNearTop }: Shown) {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const last = useRef({ first, length, own, inbound, near: true, opening: true, top: 0, height: 0 });
  const [missed, setMissed] = useState(0);
  const [atNewest, setAtNewest] = useState(false);

  const pin = () => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  const setNear = (near: boolean) => {
    last.current.near = near;
    setAtNewest(near && !last.current.opening);
    if (near) setMissed(0);
  };

  useLayoutEffect(() => {
    const before = last.current;
    if (own > before.own) setNear(true);
    if (before.near) pin();
    else if (inbound > before.inbound && first === before.first) setMissed((count) => count + inbound - before.inbound);
    last.current = { ...last.current, first, length, own, inbound };
  }, [first, length, own, inbound]);

  // What is new is shown from its beginning; whoever reads further up stays there. Where all of it fits, its end is in sight too.
  const isPlaced = mark !== undefined;
  useLayoutEffect(() => {
    last.current.opening = true;
    setAtNewest(false);
    if (mark === undefined) return;
    const goesToMark = mark >= 0 && last.current.near;
    if (goesToMark) {
      last.current.near = false;
      setMissed(unread);
    }
    return inFrames(
      // A list that has just been mounted does not know yet what it scrolls in.
      () => goesToMark && list.current?.scrollToIndex(mark, { align: 'start', offset: -ABOVE_MARK_PX }),
      () => undefined,
      () => undefined,
      // By now the rows in sight have been measured.
      () => {
        last.current.opening = false;
        setNear(last.current.near || (goesToMark && box.current !== null && isNear(box.current)));
      },
    );
    // Once, when it becomes known where the mark stands.
  }, [isPlaced]);

  // Rows turn out higher than guessed, pictures and the compose box grow, the window shrinks: the newest row stays in sight.
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => {
      if (last.current.near) pin();
    });
    for (const element of [box.current, content.current]) if (element) watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    // A list that changes its height moves by itself: only who moves up in one that does not leaves the newest row.
    const isUp = element.scrollTop < last.current.top - 1 && element.scrollHeight === last.current.height;
    last.current.top = element.scrollTop;
    last.current.height = element.scrollHeight;
    if (last.current.opening) return;
    if (isNear(element)) setNear(true);
    else if (isUp) setNear(false);
    if (element.scrollTop < NEAR_TOP_PX && !last.current.near) onNearTop();
  };
  const toNewest = () => {
    setNear(true);
    pin();
  };
  const isGrowingAbove = last.current.first !== undefined && first !== last.current.first;
  return { box, content, onScroll, toNewest, missed, atNewest, isGrowingAbove };
}

const isNear = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean => scrollHeight - scrollTop - clientHeight < NEAR_PX;

/** Does one after the other, each before the next frame is painted; the function returned ends it. */
function inFrames(...works: (() => unknown)[]): () => void {
  const next = () => {
    works.shift()?.();
    if (works.length > 0) frame = requestAnimationFrame(next);
  };
  let frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
