import type { Refused, SendTemplateRequest } from '@parley/contracts';
import { filledTemplate, templatesFor } from './templates';

const configured = [
  { id: 'late', name: { en: 'Late', es: 'Tarde' }, template: 'late_order', language: 'en_US', text: 'Hi {{1}}, {{2}} is late', parameters: [{ en: 'Name', es: 'Nombre' }, { en: 'Order', es: 'Pedido' }] },
  { id: 'back', name: { en: 'Back', es: 'Vuelta' }, template: 'back', language: 'es', text: 'Hola {{1}}', queues: ['sales'] },
];
const send = (more: Partial<SendTemplateRequest> = {}): SendTemplateRequest => ({ messageId: 'm', type: 'template', templateId: 'late', parameters: ['Ana', '12'], ...more });

const refusal = (request: SendTemplateRequest) => {
  try {
    return filledTemplate(configured, request);
  } catch (error) {
    const { code, detail } = error as Refused;
    return { code, detail };
  }
};

describe('templates', () => {
  it.each([
    ['every queue', undefined, ['late', 'back']],
    ['the queue they are for', 'sales', ['late', 'back']],
    ['another queue', 'support', ['late']],
  ])('for %s are those without queues and its own', (_, queue, ids) => {
    expect(templatesFor(configured, { queue, language: 'en' }).items.map(({ id }) => id)).toEqual(ids);
  });

  it('have names in the language that is asked for, and texts in their own', () => {
    expect(templatesFor(configured, { language: 'es' }).items).toEqual([
      { id: 'late', name: 'Tarde', language: 'en_US', text: 'Hi {{1}}, {{2}} is late', parameters: [{ name: 'Nombre' }, { name: 'Pedido' }] },
      { id: 'back', name: 'Vuelta', language: 'es', text: 'Hola {{1}}', parameters: [{}] },
    ]);
  });

  it('are filled in for WhatsApp and for those who read along', () => {
    expect(filledTemplate(configured, send())).toEqual({ template: { name: 'late_order', language: 'en_US', parameters: ['Ana', '12'] }, text: 'Hi Ana, 12 is late', queues: undefined });
  });

  it.each([
    [{ templateId: 'gone' }, { code: 'unsupported-media', detail: 'there is no template "gone"' }],
    [{ parameters: ['Ana'] }, { code: 'invalid-request', detail: 'parameters: expected 2, got 1' }],
    [{ parameters: undefined }, { code: 'invalid-request', detail: 'parameters: expected 2, got 0' }],
    [{ templateId: 'back' }, { code: 'invalid-request', detail: 'parameters: expected 1, got 2' }],
  ])('are not sent with %j', (more, refused) => expect(refusal(send(more))).toEqual(refused));
});
