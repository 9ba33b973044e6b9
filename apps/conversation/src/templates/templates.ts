import { parametersOf, Refused, type SendTemplateRequest, type SentTemplate, type TemplateConfig, type Templates, templateText } from '@parley/contracts';

/** The templates for `queue` (without one, all of them), their names in `language`, in the configured order. */
export function templatesFor(configured: readonly TemplateConfig[], { queue, language }: { queue?: string | undefined; language: 'en' | 'es' }): Templates {
  const items = configured
    .filter(({ queues }) => queue === undefined || queues === undefined || queues.includes(queue))
    .map(({ id, name, language: spoken, text, parameters }) => ({
      id,
      name: name[language],
      language: spoken,
      text,
      parameters: Array.from({ length: parametersOf(text) }, (_, at) => (parameters ? { name: parameters[at]![language] } : {})),
    }));
  return { items };
}

/** A template with its values, ready to be sent. */
export interface FilledTemplate {
  readonly template: SentTemplate;
  /** What the customer reads. */
  readonly text: string;
  /** The queues it is for; every queue where it does not say. */
  readonly queues?: readonly string[] | undefined;
}

/** @throws Refused `unsupported-media` when it is not configured · `invalid-request` when it takes another number of values */
export function filledTemplate(configured: readonly TemplateConfig[], { templateId, parameters = [] }: SendTemplateRequest): FilledTemplate {
  const found = configured.find(({ id }) => id === templateId);
  if (!found) throw new Refused('unsupported-media', `there is no template ${JSON.stringify(templateId)}`);
  const { template: name, language, text, queues } = found;
  const count = parametersOf(text);
  if (parameters.length !== count) throw new Refused('invalid-request', `parameters: expected ${count}, got ${parameters.length}`);
  return { template: { name, language, parameters: [...parameters] }, text: templateText(text, parameters), queues };
}
