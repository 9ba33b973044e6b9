import { createHmac } from 'node:crypto';
import { signature, toWire } from './wire';

describe('the wire form', () => {
  it.each([
    ['an accent', { text: 'Példa' }, '{"text":"P\\u00e9lda"}'],
    ['an emoji as a surrogate pair', { text: '👋' }, '{"text":"\\ud83d\\udc4b"}'],
    ['a slash', { mime_type: 'image/jpeg' }, '{"mime_type":"image\\/jpeg"}'],
    ['a backslash before a slash', { text: '\\/' }, '{"text":"\\\\\\/"}'],
    ['quotes and line ends', { text: '"a"\n' }, '{"text":"\\"a\\"\\n"}'],
  ])('escapes %s as Meta does', (_what, body, wire) => {
    expect(toWire(body).toString()).toBe(wire);
  });

  it('says the same as the JSON that it came from', () => {
    const body = { text: 'Árvíztűrő / \u2028 \u007f \\ "x" 👨‍👩‍👧' };
    expect(JSON.parse(toWire(body).toString())).toEqual(body);
    expect(toWire(body).every((byte) => byte < 0x7f)).toBe(true);
  });

  it('is signed over exactly its bytes', () => {
    const bytes = toWire({ text: 'ñ/' });
    const expected = createHmac('sha256', 'secret').update('{"text":"\\u00f1\\/"}').digest('hex');
    expect(signature(bytes, 'secret')).toBe(`sha256=${expected}`);
  });
});
