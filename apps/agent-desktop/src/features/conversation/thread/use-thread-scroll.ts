import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { EDGE_PX } from './thread-edge';

const NEAR_PX = 80;
/** Older messages are asked for so far before their upper end is reached. */
const NEAR_TOP_PX = 800;
/** Of what stands above the mark so much stays in sight. */
const ABOVE_MARK_PX = 24;
/** A list has taken its place once nothing moved in so many frames; it is given up to look for it after so many. */
const REST_FRAMES = 3;
const FRAMES_MAX = 90;

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
    const end = () => {
      last.current.opening = false;
      if (goesToMark && last.current.near) pin();
      setNear(last.current.near || (goesToMark && box.current !== null && isNear(box.current)));
    };
    return untilAtRest(() => (goesToMark && !last.current.near && box.current && list.current ? showMark(box.current, list.current, mark) : 0), end);
    // Once, when it becomes known where the mark stands; whoever goes on to the newest before it is shown is not brought back.
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

/**
 * The row `mark` near the upper edge, as far as the list knows where that is: rows that have not been in sight are guessed. Gives where
 * it stands, undefined while it is not rendered.
 */
function showMark(box: HTMLElement, list: VirtualizerHandle, mark: number): number | undefined {
  box.scrollTop = EDGE_PX + list.getItemOffset(mark) - ABOVE_MARK_PX;
  return box.querySelector(`[aria-posinset="${mark + 1}"]`)?.getBoundingClientRect().top;
}

/** Does `place` before each frame until it gave the same in some of them, then `end`; the function returned ends it. */
function untilAtRest(place: () => number | undefined, end: () => void): () => void {
  let before: number | undefined;
  let rested = 0;
  let frames = 0;
  const next = () => {
    const now = place();
    rested = now !== undefined && now === before ? rested + 1 : 0;
    before = now;
    frames += 1;
    if (rested >= REST_FRAMES || frames >= FRAMES_MAX) end();
    else frame = requestAnimationFrame(next);
  };
  let frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
