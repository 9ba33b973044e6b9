import { parametersOf, type TemplateConfig, templateText } from '@parley/contracts';
import { z } from 'zod';
import { type GraphRefusal, missingParameter, unknownTemplate, wrongParameterCount } from './graph-errors';

/** A template that WhatsApp has approved: those of the configuration are, and no others. */
export type ApprovedTemplate = Pick<TemplateConfig, 'template' | 'language' | 'text'>;

const Text = z.object({ type: z.literal('text'), text: z.string() });
const Wanted = z.object({
  name: z.string(),
  language: z.object({ code: z.string() }),
  components: z.array(z.object({ type: z.string(), parameters: z.array(Text).default([]) })).default([]),
});

/** What the customer reads of a template, or how Meta would refuse it. */
export function templateMessage(content: object, approved: readonly ApprovedTemplate[]): { readonly text: string } | { readonly refusal: GraphRefusal } {
  const wanted = Wanted.safeParse(content);
  if (!wanted.success) return { refusal: missingParameter(`template.${wanted.error.issues[0]!.path.join('.')}`) };
  const { name, language, components } = wanted.data;
  const found = approved.find((one) => one.template === name && one.language === language.code);
  if (!found) return { refusal: unknownTemplate(name, language.code) };
  const values = components.find(({ type }) => type === 'body')?.parameters.map(({ text }) => text) ?? [];
  const count = parametersOf(found.text);
  return values.length === count ? { text: templateText(found.text, values) } : { refusal: wrongParameterCount(values.length, count) };
}
