import type { MaskingConfig } from './config/contact-center';

const DOT = '•';
const CARD_DIGITS_MIN = 13;
const CARD_DIGITS_MAX = 19;
const DIGITS_SHOWN = 4;
const PHONE_DIGITS_SHOWN = 3;

/** Digits in groups, as people write long numbers: with spaces, dashes or dots between the groups, or with none. */
const GROUPED_DIGITS = /\p{Nd}+(?:[\s\p{Pd}.]{1,3}\p{Nd}+)*/gu;
const DIGITS = /\p{Nd}+/gu;
/** The look-behind keeps the search linear: an address is tried from its first letter only. */
const EMAIL_ADDRESS = /(?<![\p{L}\p{N}._%+'-])([\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Written as one: with the plus or the two zeros of an international number. */
const PHONE_NUMBER = /(?<![\p{L}\p{N}])(?:\+|00)[1-9]\d*(?:[\s().-]{1,2}\d+)*/gu;
const PHONE_DIGITS_MIN = 7;

/** Zero in the scripts whose digits customers write. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

/** @returns 0 to 9, or undefined for a digit of another script */
function valueOf(digit: string): number | undefined {
  const point = digit.codePointAt(0)!;
  const zero = ZEROS.find((candidate) => point >= candidate && point <= candidate + 9);
  return zero === undefined ? undefined : point - zero;
}

/** Whether `digits` have the check digit of a card number (ISO/IEC 7812, annex B). */
export function hasCardCheckDigit(digits: readonly number[]): boolean {
  const sum = digits.reduceRight((total, digit, at) => {
    const doubled = (digits.length - at) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: readonly (number | undefined)[];
}

/** Every stretch of whole groups that is as long as a card number and has its check digit: from where to where. */
function cardNumbers(groups: readonly Group[]): readonly { start: number; end: number }[] {
  return groups.flatMap(({ start }, first) => {
    const found: { start: number; end: number }[] = [];
    const digits: number[] = [];
    for (let at = first; at < groups.length; at += 1) {
      const group = groups[at]!;
      if (group.digits.some((digit) => digit === undefined)) break;
      digits.push(...(group.digits as number[]));
      if (digits.length > CARD_DIGITS_MAX) break;
      if (digits.length >= CARD_DIGITS_MIN && hasCardCheckDigit(digits)) found.push({ start, end: group.end });
    }
    return found;
  });
}

/** All digits but the last `shown` are dots; what stands between them stays. */
function dotted(written: string, shown: number): string {
  let hidden = (written.match(/\p{Nd}/gu)?.length ?? 0) - shown;
  return written.replace(/\p{Nd}/gu, (digit) => (hidden-- > 0 ? DOT : digit));
}

function maskCardNumbers(text: string): string {
  return text.replace(GROUPED_DIGITS, (written) => {
    const groups = [...written.matchAll(DIGITS)].map(({ 0: digits, index }) => ({ start: index, end: index + digits.length, digits: [...digits].map(valueOf) }));
    let masked = '';
    let from = 0;
    for (const { start, end } of together(cardNumbers(groups))) {
      masked += written.slice(from, start) + dotted(written.slice(start, end), DIGITS_SHOWN);
      from = end;
    }
    return masked + written.slice(from);
  });
}

/** Overlapping stretches become one. */
function together(stretches: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of stretches) {
    const last = joined.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

const maskPhoneNumbers = (text: string): string =>
  text.replace(PHONE_NUMBER, (written) => ((written.match(/\d/g)?.length ?? 0) < PHONE_DIGITS_MIN ? written : dotted(written, PHONE_DIGITS_SHOWN)));

/**
 * What a customer wrote, without what the configuration hides. Everything else stays as it is, character by character.
 *
 * A card number is a number of 13 to 19 digits with the right check digit, also with spaces, dashes or dots between its
 * groups; its last four digits stay. Of an e-mail address the first letter stays, of a phone number the last three digits.
 */
export function maskText(text: string, { cardNumbers: cards, emailAddresses, phoneNumbers }: MaskingConfig): string {
  const withoutCards = cards ? maskCardNumbers(text) : text;
  const withoutAddresses = emailAddresses && withoutCards.includes('@') ? withoutCards.replace(EMAIL_ADDRESS, '$1•••@•••') : withoutCards;
  return phoneNumbers ? maskPhoneNumbers(withoutAddresses) : withoutAddresses;
}

/** Fields of the API's shapes that hold what customers wrote or call themselves. */
const WORDS = new Set(['text', 'caption', 'fileName', 'name', 'customerName']);
/** Fields that hold a phone number and nothing else. */
const PHONES = new Set(['phone', 'customerPhone', 'wa_id']);

export const masksAnything = (masking: MaskingConfig): boolean => Object.values(masking).some(Boolean);

/** An answer of the API, or a live event's data, as an agent may read it. Ids, times and states are never touched. */
export function masked<T>(shown: T, masking: MaskingConfig): T {
  return masksAnything(masking) ? (maskedPart(shown, masking, false) as T) : shown;
}

/** `inContent`: inside what WhatsApp sent under a type of its own, where every text may hold anything. */
function maskedPart(part: unknown, masking: MaskingConfig, inContent: boolean): unknown {
  if (Array.isArray(part)) return part.map((item) => (typeof item === 'string' && inContent ? maskText(item, masking) : maskedPart(item, masking, inContent)));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      if (typeof value !== 'string') return [key, maskedPart(value, masking, inContent || key === 'content')];
      if (PHONES.has(key)) return [key, masking.phoneNumbers ? dotted(value, PHONE_DIGITS_SHOWN) : value];
      return [key, inContent || key === 'content' || WORDS.has(key) ? maskText(value, masking) : value];
    }),
  );
}
