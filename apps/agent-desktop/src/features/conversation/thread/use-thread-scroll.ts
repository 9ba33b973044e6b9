import { useLayoutEffect, useRef, useState } from 'react';

const NEAR_PX = 80;
/** Older messages are asked for so far before their upper end is reached. */
const NEAR_TOP_PX = 800;

interface Shown {
  /** The key of the first row. */
  readonly first: string | undefined;
  readonly length: number;
  /** Rows of ours that are not with the server yet: they always show. */
  readonly own: number;
  /** Rows that others wrote. */
  readonly inbound: number;
  readonly onNearTop: () => void;
}

/**
 * A list that grows below stays at its newest row, unless the reader scrolled up: then it stays where it is and counts what others
 * wrote meanwhile. `isGrowingAbove` while rows are added or dropped at the upper end, which the list makes up for.
 */
export function useThreadScroll({ first, length, own, inbound, onNearTop }: Shown) {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const last = useRef({ first, length, own, inbound, near: true, top: 0, height: 0 });
  const [missed, setMissed] = useState(0);
  const [atNewest, setAtNewest] = useState(true);

  const pin = () => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  const setNear = (near: boolean) => {
    last.current.near = near;
    setAtNewest(near);
    if (near) setMissed(0);
  };

  useLayoutEffect(() => {
    const before = last.current;
    if (own > before.own) setNear(true);
    if (before.near || own > before.own) pin();
    else if (inbound > before.inbound && first === before.first) setMissed((count) => count + inbound - before.inbound);
    last.current = { ...last.current, first, length, own, inbound };
  }, [first, length, own, inbound]);

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
