import { codePoints } from '../text';

const PLACEHOLDER = /\{\{([1-9]\d?)\}\}/g;
const BREAKS = /[\n\r\t\v\f\u2028\u2029]/;

/** WhatsApp's limit for one value of a template, in code points. Source: Cloud API, template messages. */
export const TEMPLATE_PARAMETER_MAX = 1024;

/** How many values a template's text takes. */
export const parametersOf = (text: string): number => Math.max(0, ...[...text.matchAll(PLACEHOLDER)].map(([, number]) => Number(number)));

/** The text with `parameters[0]` for `{{1}}` and so on; a placeholder that has none stays. */
export const templateText = (text: string, parameters: readonly string[]): string =>
  text.replace(PLACEHOLDER, (placeholder, number: string) => parameters[Number(number) - 1] ?? placeholder);

/** @returns what is wrong with a text's placeholders, if anything */
export function placeholderMistake(text: string): string | undefined {
  if (/\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))) return 'a placeholder is {{1}}, {{2}} and so on';
  const numbers = new Set([...text.matchAll(PLACEHOLDER)].map(([, number]) => Number(number)));
  const missing = Array.from({ length: parametersOf(text) }, (_, at) => at + 1).find((number) => !numbers.has(number));
  return missing === undefined ? undefined : `placeholders are numbered without gaps: there is no {{${missing}}}`;
}

/** @returns why WhatsApp would not take `value` instead of a placeholder, if it would not */
export function parameterMistake(value: string): string | undefined {
  if (value.trim() === '') return 'must not be empty';
  if (codePoints(value) > TEMPLATE_PARAMETER_MAX) return `at most ${TEMPLATE_PARAMETER_MAX} characters`;
  return BREAKS.test(value) || value.includes('    ') ? 'must have no line breaks, no tabs and no four spaces in a row' : undefined;
}

/** The nearest to what was typed or pasted that WhatsApp takes as a value. */
export const inOneLine = (typed: string): string => typed.replace(new RegExp(`${BREAKS.source}+`, 'g'), ' ').replace(/ {4,}/g, '   ');
