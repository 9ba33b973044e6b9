/** A sequence of numbers in [0, 1) from a seed: mulberry32, public domain, by Tommy Ettinger. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A number in [0, 1) for the seed and these words, whatever was asked before: dropping a step from a history changes no luck of
 * the others. FNV-1a over the words, mixed as in {@link sequence}.
 */
export type Luck = (...words: readonly (string | number)[]) => number;

export const luckOf =
  (seed: number): Luck =>
  (...words) => {
    let hash = (0x811c9dc5 ^ seed) >>> 0;
    const text = words.join('/');
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
    return sequence(hash)();
  };

/** One of `from`, by a number in [0, 1). */
export const pick = <T>(from: readonly T[], chance: number): T | undefined => from[Math.floor(chance * from.length)];
