const WITHIN_MS = 25_000;
const EVERY_MS = 40;
/** Offers last for a few seconds, and must be seen. */
const EVERY_MAX_MS = 500;

/** What `read` gives as soon as `holds` accepts it. @throws Error with the last value when that does not happen in time. */
export async function eventually<T>(what: string, read: () => Promise<T> | T, holds: (value: T) => boolean, withinMs = WITHIN_MS): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const askedMs = performance.now();
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > endMs) throw new Error(`${what}: not within ${withinMs} ms; last seen: ${JSON.stringify(value)?.slice(0, 3000)}`);
    const pauseMs = Math.min(EVERY_MAX_MS, Math.max(EVERY_MS, 2 * (performance.now() - askedMs))); // what is waited for needs the machine more than the question
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** The item that `read` comes to contain. */
export async function eventuallyOne<T>(what: string, read: () => Promise<readonly T[]> | readonly T[], is: (item: T) => boolean): Promise<T> {
  const items = await eventually(what, read, (all) => all.some(is));
  return items.find(is)!;
}
