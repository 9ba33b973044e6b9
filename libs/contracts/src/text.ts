/** WhatsApp's limit for the body of a text message, in Unicode code points. Source: Cloud API, text messages. */
export const MESSAGE_TEXT_MAX = 4096;

/** The length that counts against {@link MESSAGE_TEXT_MAX}: code points, so an emoji of one code point is 1. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; count += 1) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return count;
}

/** The form in which names are compared when someone searches: no case, no accents. */
export function searchable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim();
}
