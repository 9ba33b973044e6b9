import { findReasons, languageOf } from './wrap-up-reasons';

const wrapUp = {
  timeoutSeconds: 120,
  defaultReason: 'none-given',
  reasons: [
    { id: 'resolved', name: { en: 'Resolved', es: 'Resuelto' } },
    { id: 'info', name: { en: 'Information given', es: 'Información entregada' } },
    { id: 'none-given', name: { en: 'None given', es: 'Sin motivo' } },
  ],
};
const ids = (search: string, language: 'en' | 'es' = 'en') => findReasons(wrapUp, search, language).items.map(({ id }) => id);

describe('wrap-up reasons', () => {
  it('are all there without a search, in the configured order, with the default named', () => {
    expect(findReasons(wrapUp, '', 'es')).toEqual({
      items: [
        { id: 'resolved', name: 'Resuelto' },
        { id: 'info', name: 'Información entregada' },
        { id: 'none-given', name: 'Sin motivo' },
      ],
      default: 'none-given',
    });
  });

  it('are found whatever the case and the accents', () => {
    expect(ids('INFORMACION', 'es')).toEqual(['info']);
    expect(ids('información', 'es')).toEqual(['info']);
    expect(ids('rESO')).toEqual(['resolved']);
    expect(ids('given')).toEqual(['info', 'none-given']);
    expect(ids('  given   info ')).toEqual(['info']);
    expect(ids('nothing like it')).toEqual([]);
  });

  it('come in the language that is asked for', () => {
    expect(languageOf('es-MX', undefined)).toBe('es');
    expect(languageOf(undefined, 'fr, es;q=0.8')).toBe('es');
    expect(languageOf('de', 'es')).toBe('en');
    expect(languageOf(undefined, undefined)).toBe('en');
  });
});
