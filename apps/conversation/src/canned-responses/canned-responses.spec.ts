import { cannedResponsesFor } from './canned-responses';

const configured = [
  { id: 'hi', title: { en: 'Hi', es: 'Hola' }, text: { en: 'Hello!', es: '¡Hola!' } },
  { id: 'sizes', title: { en: 'Sizes', es: 'Tallas' }, text: { en: 'Our sizes', es: 'Nuestras tallas' }, queues: ['sales'] },
];

describe('canned responses', () => {
  it.each([
    ['every queue', undefined, ['hi', 'sizes']],
    ['the queue they are for', 'sales', ['hi', 'sizes']],
    ['another queue', 'support', ['hi']],
  ])('for %s are those without queues and its own', (_, queue, ids) => {
    expect(cannedResponsesFor(configured, { queue, language: 'en' }).items.map(({ id }) => id)).toEqual(ids);
  });

  it('come in the language that is asked for', () => {
    expect(cannedResponsesFor(configured, { queue: 'support', language: 'es' }).items).toEqual([{ id: 'hi', title: 'Hola', text: '¡Hola!' }]);
  });
});
