/** The first letters of the first and the last word of a name; `#` for a bare phone number, `?` for nothing. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).map(firstLetter).filter(Boolean);
  if (words.length === 0) return /\d/.test(name) ? '#' : '?';
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.join('').toLocaleUpperCase();
}

const firstLetter = (word: string): string => /\p{L}/u.exec(word)?.[0] ?? '';
