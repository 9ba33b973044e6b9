import type { en } from './en';

/** A table with a text, or the same kind of phrase with gaps, for each key of the English one. */
export type Texts = {
  readonly [K in keyof typeof en]: (typeof en)[K] extends string ? string : (typeof en)[K];
};
export type TextKey = keyof Texts;
