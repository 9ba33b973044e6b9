import { z } from 'zod';
import { id, messageText, translated } from './parts';
import { parameterMistake, parametersOf, placeholderMistake } from './template-text';

/** A text in which something is wrong when `mistake` says what. */
const withoutMistake = <S extends z.ZodType<string>>(schema: S, mistake: (text: string) => string | undefined) =>
  schema.superRefine((text, { addIssue }) => {
    const message = mistake(text);
    if (message !== undefined) addIssue({ code: 'custom', message });
  });

/** What stands instead of one placeholder. */
export const TemplateParameter = withoutMistake(z.string(), parameterMistake);

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
    text: withoutMistake(messageText, placeholderMistake),
    /** What the agent is asked for, in the order of the placeholders. */
    parameters: z.array(translated).optional(),
    queues: z.array(z.string()).min(1).optional(),
  })
  .superRefine(({ text, parameters }, { addIssue }) => {
    const count = parametersOf(text);
    if (parameters && parameters.length !== count) addIssue({ code: 'custom', path: ['parameters'], message: `the text has ${count}` });
  });
export type TemplateConfig = z.infer<typeof TemplateConfig>;
