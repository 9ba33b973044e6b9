import { findCanned, typedSearch } from './canned-responses';

const responses = [
  { id: 'a', title: 'Greeting', text: 'Hello! How can I help?' },
  { id: 'b', title: 'Devolución', text: 'Puede devolverlo en 30 días' },
  { id: 'c', title: 'Help pages', text: 'They are at example.com' },
];
const ids = (search: string) => findCanned(responses, search).map(({ id }) => id);

describe('a slash in the text', () => {
  it.each([
    ['/', { search: '', from: 0 }],
    ['/gre', { search: 'gre', from: 0 }],
    ['Hello /gre', { search: 'gre', from: 6 }],
    ['Hello\n/two words', { search: 'two words', from: 6 }],
    ['and/or', undefined],
    ['https://example.com', undefined],
    ['1 / 2', undefined],
    ['/gre\n', undefined],
  ])('begins a search only where a word begins: %j', (text, found) => expect(typedSearch(text, text.length)).toEqual(found));

  it('counts up to the caret', () => expect(typedSearch('/gre and more', 4)).toEqual({ search: 'gre', from: 0 }));
});

describe('canned responses', () => {
  it('are found by their titles first, then by their texts, whatever the case and accents', () => {
    expect([ids(''), ids('HELP'), ids('devolucion'), ids('30 devol'), ids('nothing')]).toEqual([['a', 'b', 'c'], ['c', 'a'], ['b'], ['b'], []]);
  });
});
