import { TemplateConfig, TemplateParameter } from './template';
import { inOneLine, parametersOf, TEMPLATE_PARAMETER_MAX, templateText } from './template-text';

const template = (more: object) => ({ id: 'a', name: { en: 'A', es: 'A' }, template: 'order_update', language: 'es', text: 'Hi', ...more });
const mistakes = (more: object) => TemplateConfig.safeParse(template(more)).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
const isParameter = (value: string) => TemplateParameter.safeParse(value).success;

describe('a template of the configuration', () => {
  it.each(['Hi', '{{1}}', 'Hi {{1}}, {{2}} and {{1}} { } {3}'])('may say %j', (text) => expect(mistakes({ text })).toEqual([]));

  it.each([
    ['Hi {{2}}', 'text: placeholders are numbered without gaps: there is no {{1}}'],
    ['{{1}} {{3}}', 'text: placeholders are numbered without gaps: there is no {{2}}'],
    ['Hi {{0}}', 'text: a placeholder is {{1}}, {{2}} and so on'],
    ['Hi {{name}}', 'text: a placeholder is {{1}}, {{2}} and so on'],
    ['Hi {{1}', 'text: a placeholder is {{1}}, {{2}} and so on'],
  ])('may not say %j', (text, mistake) => expect(mistakes({ text })).toEqual([mistake]));

  it.each([
    [{ template: 'Order update' }, 'template'],
    [{ language: 'Spanish' }, 'language'],
    [{ text: '{{1}}', parameters: [] }, 'parameters'],
    [{ text: 'Hi', parameters: [{ en: 'Name', es: 'Nombre' }] }, 'parameters'],
    [{ title: 'x' }, ''],
  ])('is not %j', (more, path) => expect(mistakes(more)).toEqual([expect.stringMatching(new RegExp(`^${path}: `))]));
});

describe('a template’s text', () => {
  it('has values instead of placeholders, which are left as they are', () => {
    expect(parametersOf('Hi {{1}}, {{2}}: {{1}}')).toBe(2);
    expect(templateText('Hi {{1}}, {{2}}: {{1}}', ['$1 {{2}}', 'Y'])).toBe('Hi $1 {{2}}, Y: $1 {{2}}');
    expect(templateText('Hi {{1}}, {{2}}', ['X'])).toBe('Hi X, {{2}}');
  });
});

describe('a value', () => {
  it('is one line of 1 to 1024 characters', () => {
    expect(['a', 'a   b', '🌸'.repeat(TEMPLATE_PARAMETER_MAX)].filter(isParameter)).toHaveLength(3);
    expect(['', '  ', 'a\nb', 'a\tb', 'a    b', 'x'.repeat(TEMPLATE_PARAMETER_MAX + 1)].filter(isParameter)).toEqual([]);
  });

  it('is made of what was pasted', () => {
    expect(inOneLine('a\r\n\tb      c')).toBe('a b   c');
    expect(isParameter(inOneLine('a \t \n \t \n b'))).toBe(true);
  });
});
