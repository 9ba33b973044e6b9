import { codePoints, MESSAGE_TEXT_MAX, searchable } from './text';

describe('the length of a text', () => {
  it('is counted in code points', () => {
    expect(codePoints('')).toBe(0);
    expect(codePoints('añb')).toBe(3);
    expect(codePoints('🌸')).toBe(1);
    expect(codePoints('👨‍👩‍👧')).toBe(5);
    expect(codePoints('🌸'.repeat(MESSAGE_TEXT_MAX))).toBe(MESSAGE_TEXT_MAX);
    expect(codePoints('\ud83c')).toBe(1);
    expect(codePoints('a\ud83cb')).toBe([...'a\ud83cb'].length);
  });
});

describe('what is searched', () => {
  it('has no case and no accents', () => {
    expect(searchable(' Información ')).toBe('informacion');
    expect(searchable('ÁRBOL')).toBe(searchable('arbol'));
    expect(searchable('Información')).toBe('informacion');
  });
});
