const FIRST_MS = 500;
const MOST_MS = 15_000;

/** The pause before attempt `attempt + 1`: doubling, at most 15 s, spread so that a thousand desktops do not come at once. */
export const backOffMs = (attempt: number, random: () => number = Math.random): number =>
  Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)) * (0.75 + random() / 2);
