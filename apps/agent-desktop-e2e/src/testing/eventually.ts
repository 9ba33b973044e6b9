const WITHIN_MS = 45_000;
const EVERY_MS = 50;

/** What `read` gives as soon as `holds` accepts it. @throws Error with the last value when that does not happen in 45 s. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const endMs = Date.now() + WITHIN_MS;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > endMs) throw new Error(`this did not come true within ${WITHIN_MS} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
