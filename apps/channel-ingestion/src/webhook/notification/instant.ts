const FIRST_SECOND = 946_684_800; // 2000-01-01
const LAST_SECOND = 4_102_444_800; // 2100-01-01

/** WhatsApp's Unix seconds, a string or a number, as an instant; absent when it is no time of this century. */
export function instant(value: unknown): string | undefined {
  const seconds = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  if (!(seconds >= FIRST_SECOND && seconds < LAST_SECOND)) return undefined;
  return new Date(seconds * 1000).toISOString();
}
