import { useLayoutEffect, useRef, useState } from 'react';

const NEAR_PX = 80;

/**
 * A list that grows below stays at its newest entry, unless the reader scrolled up: then it stays where it is and counts what
 * others wrote (`inbound`) meanwhile. A list that grows above (another `first`) does not jump. Own messages (`onTheirWay`) always show.
 */
export function useFollowedScroll(first: string | undefined, length: number, onTheirWay: number, inbound: number) {
  const box = useRef<HTMLElement>(null);
  const last = useRef({ first, onTheirWay, height: 0, inbound, near: true });
  const [missed, setMissed] = useState(0);

  const toNewest = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    last.current.near = true;
    setMissed(0);
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = last.current;
    const grewAbove = before.first !== undefined && first !== before.first && element.scrollTop < NEAR_PX && !before.near;
    if (grewAbove) element.scrollTop += element.scrollHeight - before.height;
    else if (before.near || onTheirWay > before.onTheirWay) element.scrollTop = element.scrollHeight;
    else if (inbound > before.inbound) setMissed((count) => count + inbound - before.inbound);
    last.current = { first, onTheirWay, height: element.scrollHeight, inbound, near: isNear(element) };
  }, [first, length, onTheirWay, inbound]);

  // The compose box grows, a banner comes, the window shrinks: the newest message stays in sight.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watcher = new ResizeObserver(() => {
      if (last.current.near) element.scrollTop = element.scrollHeight;
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    last.current.near = isNear(element);
    if (last.current.near) setMissed(0);
  };
  return { box, onScroll, toNewest, missed };
}

const isNear = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean => scrollHeight - scrollTop - clientHeight < NEAR_PX;
