/** What a series is drawn with: a colour and a pattern of its own, so that colour is not the only cue. */
export type Tone = 'accent' | 'good' | 'warn' | 'danger' | 'muted';

export interface Series {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
}

/** One place on the axis with a number for each series that has one there. */
export interface Point {
  readonly label: string;
  readonly values: Readonly<Record<string, number | undefined>>;
}

export interface ChartData {
  readonly kind: 'bars' | 'stacked' | 'across' | 'line';
  /** What the axis counts: hours, queues, … */
  readonly axis: string;
  readonly series: readonly Series[];
  readonly points: readonly Point[];
  /** How a number is written. */
  readonly format: (value: number) => string;
  /** The end of the scale; as far as the numbers go where it is not given. */
  readonly max?: number;
}
