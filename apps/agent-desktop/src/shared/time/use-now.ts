import { useSyncExternalStore } from 'react';
import { Cell } from '../browser-store';
import { serverClock } from './server-clock';
import { dayOf } from './spans';

const TICK_MS = 250;
const second = () => Math.floor(serverClock.now() / 1000) * 1000;
const now = new Cell(second());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  const leave = now.subscribe(listener);
  users += 1;
  now.set(second());
  timer ??= setInterval(() => now.set(second()), TICK_MS);
  return () => {
    leave();
    users -= 1;
    if (users > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's time in whole seconds, rounded down: what is left until a moment reads a little long and is `0:00` when it is over. */
export const useNow = (): number => useSyncExternalStore(subscribe, now.get);

/** Whether it is before `at`; the component is told once, when it is not any more. */
export const useIsBefore = (at: string): boolean => useSyncExternalStore(subscribe, () => now.get() < Date.parse(at));

/** Local midnight of today; the component is told when the day changes. */
export const useToday = (): number => useSyncExternalStore(subscribe, () => dayOf(now.get()));
