/** The middle value; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** By nearest rank. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Medians, and all that was measured. */
export interface Compared {
  readonly figure: number;
  readonly ceiling: number;
  readonly ratio: number;
  readonly figures: readonly number[];
  readonly ceilings: readonly number[];
}

/** Measures a figure and its ceiling in turns, so that whatever else the machine does hits both alike. */
export async function inTurns(
  turns: number,
  measure: { figure: (turn: number) => Promise<number>; ceiling: (turn: number) => Promise<number> },
): Promise<Compared> {
  const figures: number[] = [];
  const ceilings: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    ceilings.push(await measure.ceiling(turn));
    figures.push(await measure.figure(turn));
  }
  return { figure: median(figures), ceiling: median(ceilings), ratio: median(figures) / median(ceilings), figures, ceilings };
}
