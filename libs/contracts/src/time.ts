/** ISO 8601 UTC with milliseconds, as in events and in the API. */
export const toIso = (atMs: number): string => new Date(atMs).toISOString();

/** Epoch milliseconds of an instant. */
export const toMs = (iso: string): number => Date.parse(iso);
