export interface BackOff {
  readonly firstDelayMs: number;
  readonly delayMaxMs: number;
}

/** Short enough that whoever waits for a lost engine goes on within some two seconds of its return. */
export const DEFAULT_BACK_OFF: BackOff = { firstDelayMs: 50, delayMaxMs: 2_000 };

/** Waits `ms`, or until `signal` aborts; never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}

/** Waits before try number `attempt` (1 is the second try): doubling, capped, the half of it at random so that many do not come back together. */
export function backOff(attempt: number, signal?: AbortSignal, { firstDelayMs, delayMaxMs } = DEFAULT_BACK_OFF): Promise<void> {
  const delayMs = Math.min(delayMaxMs, firstDelayMs * 2 ** Math.min(attempt - 1, 30));
  return pause(delayMs / 2 + (Math.random() * delayMs) / 2, signal);
}
