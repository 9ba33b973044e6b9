export type JsonObject = Readonly<Record<string, unknown>>;

export const object = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** A text with something in it; WhatsApp's older shapes write '' for what is not there. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** An id or a code, which some senders write as a number. */
export const word = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : text(value));
