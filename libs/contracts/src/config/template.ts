import { z } from 'zod';
import { codePoints } from '../text';
import { id, messageText, translated } from './parts';

const PLACEHOLDER = /\{\{([1-9]\d?)\}\}/g;

/** WhatsApp's limit for one value of a template, in code points. Source: Cloud API, template messages. */
export const TEMPLATE_PARAMETER_MAX = 1024;
const NOT_IN_ONE_LINE = /[\n\r\t\v\f\u2028\u2029]| {4}/;

/** What stands instead of one placeholder. */
export const TemplateParameter = z
  .string()
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine((value) => codePoints(value) <= TEMPLATE_PARAMETER_MAX, `at most ${TEMPLATE_PARAMETER_MAX} characters`)
  .refine((value) => !NOT_IN_ONE_LINE.test(value), 'must have no line breaks, no tabs and no four spaces in a row');

/** The nearest to what was typed or pasted that WhatsApp takes as a value. */
export const inOneLine = (typed: string): string => typed.replace(/[\n\r\t\v\f\u2028\u2029]+/g, ' ').replace(/ {4,}/g, '   ');

/** How many values a template's text takes. */
export const parametersOf = (text: string): number => Math.max(0, ...[...text.matchAll(PLACEHOLDER)].map(([, number]) => Number(number)));

/** The text with `parameters[0]` for `{{1}}` and so on; a placeholder that has none stays. */
export const templateText = (text: string, parameters: readonly string[]): string =>
  text.replace(PLACEHOLDER, (placeholder, number: string) => parameters[Number(number) - 1] ?? placeholder);

/** @returns what is wrong with a text's placeholders, if anything */
function placeholderMistake(text: string): string | undefined {
  if (/\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))) return 'a placeholder is {{1}}, {{2}} and so on';
  const numbers = new Set([...text.matchAll(PLACEHOLDER)].map(([, number]) => Number(number)));
  const missing = Array.from({ length: parametersOf(text) }, (_, at) => at + 1).find((number) => !numbers.has(number));
  return missing === undefined ? undefined : `placeholders are numbered without gaps: there is no {{${missing}}}`;
}

/** A message that WhatsApp has approved, and takes also when the service window is closed; for every queue, or for some. */
export const TemplateConfig = z
  .strictObject({
    id,
    /** What agents read when they choose. */
    name: translated,
    /** Its name at WhatsApp. */
    template: z.string().regex(/^[a-z0-9_]{1,512}$/, 'use the name at WhatsApp: small letters, digits and underscore'),
    language: z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/, 'expected a code such as es or en_US'),
    /** As approved, with its placeholders. */
    text: messageText.superRefine((text, { addIssue }) => {
      const mistake = placeholderMistake(text);
      if (mistake) addIssue({ code: 'custom', message: mistake });
    }),
    /** What the agent is asked for, in the order of the placeholders. */
    parameters: z.array(translated).optional(),
    queues: z.array(z.string()).min(1).optional(),
  })
  .superRefine(({ text, parameters }, { addIssue }) => {
    const count = parametersOf(text);
    if (parameters && parameters.length !== count) addIssue({ code: 'custom', path: ['parameters'], message: `the text has ${count}` });
  });
export type TemplateConfig = z.infer<typeof TemplateConfig>;
