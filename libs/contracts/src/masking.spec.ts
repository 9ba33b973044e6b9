import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { hasCardCheckDigit, masked, maskText } from './masking';

const CARDS = { cardNumbers: true, emailAddresses: false, phoneNumbers: false };
const ALL = { cardNumbers: true, emailAddresses: true, phoneNumbers: true };
const NONE = { cardNumbers: false, emailAddresses: false, phoneNumbers: false };

/** 13 to 19 digits, the last of which is the right check digit. */
const cardDigits = array(integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }).map((digits) => {
  const last = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) => hasCardCheckDigit([...digits, digit]))!;
  return [...digits, last];
});
/** As somebody may write them. */
const written = (digits: readonly number[], groupSize: number, separator: string): string =>
  digits.map((digit, at) => (at > 0 && at % groupSize === 0 ? separator : '') + digit).join('');
const separators = constantFrom('', ' ', '-', '.', ' - ', '\u00a0', '–');

describe('masking', () => {
  it('hides every number with a card number’s check digit but its last four digits, however it is written and whatever stands beside it', () => {
    const beside = string({ unit: 'grapheme' }).filter((text) => !/\p{Nd}/u.test(text));
    assert(
      property(cardDigits, integer({ min: 1, max: 7 }), separators, beside, beside, (digits, size, separator, before, after) => {
        const shown = maskText(`${before} x${written(digits, size, separator)}x ${after}`, CARDS);
        const dots = digits.map((digit, at) => (at < digits.length - 4 ? '•' : digit));
        expect(shown).toBe(`${before} x${dots.map((dot, at) => (at > 0 && at % size === 0 ? separator : '') + dot).join('')}x ${after}`);
      }),
    );
  });

  it.each([
    ['4111 1111 1111 1111', '•••• •••• •••• 1111'],
    ['my card: 4111-1111-1111-1111 12/27 123', 'my card: ••••-••••-••••-1111 12/27 123'],
    ['7 4111 1111 1111 1111 12', '7 •••• •••• •••• 1111 12'],
    ['378282246310005.', '•••••••••••0005.'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '•••• •••• •••• ١١١١'],
    ['order 4111 1111 1111 1112', 'order 4111 1111 1111 1112'],
  ])('of cards makes %s to %s', (text, shown) => expect(maskText(text, CARDS)).toBe(shown));

  it.each([
    ['write to lucia.f+x@example.co.uk!', 'write to l•••@•••!'],
    ['<josé@correo.es>, b@c.d', '<j•••@•••>, b•••@•••'],
    ['me @ home', 'me @ home'],
    ['+34 600 111 222 or 0034600111223', '+•• ••• ••• 222 or ••••••••••223'],
    ['1+1 and +5 and 600 111 222', '1+1 and +5 and 600 111 222'],
  ])('of everything makes %s to %s', (text, shown) => expect(maskText(text, ALL)).toBe(shown));

  it('never changes another text', () => {
    const words = constantFrom('Hello', 'order', '10423', '€ 12.50', 'at 9:30', '😀', '¿qué?', 'مرحبا', '2026-01-05', 'a@', '@b', '12/27');
    assert(
      property(array(words, { maxLength: 12 }), constantFrom(', ', '\n— ', ' & '), (parts, between) => {
        const text = parts.map((part) => `(${part})`).join(between);
        expect(maskText(text, ALL)).toBe(text);
      }),
    );
    assert(property(string({ unit: 'binary' }), (text) => expect(maskText(text, NONE)).toBe(text)));
    assert(
      property(string({ unit: 'binary' }).filter((text) => !/[\p{Nd}@]/u.test(text)), (text) => expect(maskText(text, ALL)).toBe(text)),
    );
  });

  it('is done in time also where nothing is found', () => {
    const startedMs = performance.now();
    for (const text of ['a'.repeat(65_000), '1 '.repeat(30_000), '+1 '.repeat(20_000), `${'a.'.repeat(30_000)}@`]) maskText(text, ALL);
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  });
});

describe('what an agent is shown', () => {
  const shown = {
    conversationId: '4111111111111111',
    customer: { name: '+34600111222', phone: '+34600111222' },
    sourceNumber: '+1 555 010 0001',
    items: [
      {
        messageId: '4111111111111111',
        text: 'card 4111111111111111',
        media: { mediaId: '4111111111111111', mimeType: 'image/png', caption: 'a@b.cd' },
        content: [{ phones: [{ phone: '+1 202', wa_id: '1202555' }], emails: [{ email: 'pat@example.org' }], list: ['x@y.zz'] }],
        sentAt: '2026-01-01T10:00:00.000Z',
      },
    ],
  };

  it('is masked in texts, names, phones and content, and nowhere else', () => {
    expect(masked(shown, ALL)).toEqual({
      conversationId: '4111111111111111',
      customer: { name: '+••••••••222', phone: '+••••••••222' },
      sourceNumber: '+1 555 010 0001',
      items: [
        {
          messageId: '4111111111111111',
          text: 'card ••••••••••••1111',
          media: { mediaId: '4111111111111111', mimeType: 'image/png', caption: 'a•••@•••' },
          content: [{ phones: [{ phone: '+• 202', wa_id: '••••555' }], emails: [{ email: 'p•••@•••' }], list: ['x•••@•••'] }],
          sentAt: '2026-01-01T10:00:00.000Z',
        },
      ],
    });
  });

  it('is the very same object where nothing is to be masked', () => expect(masked(shown, NONE)).toBe(shown));
});
