import fc from 'fast-check';
import { sign, textMessage, webhook, wire } from '../testing/samples.fixture';
import { sameSecret, WebhookSignature } from './webhook.signature';

const SECRET = 'fictitious-app-secret';
const signature = new WebhookSignature([SECRET]);
const body = wire(webhook({ messages: [textMessage('wamid.1', 'ação 👩‍👩‍👧 https://example.com/\u0000')] }));

describe('the signature of a webhook', () => {
  it('is over the bytes as they came', () => {
    expect(signature.isValid(body, sign(body, SECRET))).toBe(true);
    expect(signature.isValid(Buffer.alloc(0), sign('', SECRET))).toBe(true);
  });

  it('is accepted in capitals, and with any of several secrets', () => {
    expect(signature.isValid(body, sign(body, SECRET).toUpperCase().replace('SHA256', 'sha256'))).toBe(true);
    expect(new WebhookSignature(['new', SECRET]).isValid(body, sign(body, SECRET))).toBe(true);
  });

  it.each([undefined, '', 'sha256=', `sha256=${'0'.repeat(63)}`, `sha256=${'0'.repeat(64)}`, `sha1=${'0'.repeat(40)}`, sign(body, 'other'), `${sign(body, SECRET)}, x`, [sign(body, SECRET)]])(
    'is not %j',
    (header) => expect(signature.isValid(body, header)).toBe(false),
  );

  it('is lost with any change of the body', () => {
    const header = sign(body, SECRET);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const forged = Buffer.from(body);
        forged[at] = forged[at]! ^ bits;
        expect(signature.isValid(forged, header)).toBe(false);
        expect(signature.isValid(body.subarray(0, at), header)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('is found again when something on the way decoded the escapes', () => {
    const plain = { text: 'ação 👩‍👩‍👧' };
    const decoded = Buffer.from(JSON.stringify(plain));
    expect(signature.isValid(decoded, sign(wire(plain), SECRET))).toBe(true);
    expect(signature.isValid(Buffer.from(JSON.stringify({ text: 'acao' })), sign(wire(plain), SECRET))).toBe(false);
  });
});

it('compares secrets of any length', () => {
  expect(sameSecret('a', 'a')).toBe(true);
  expect(sameSecret('a', 'ab')).toBe(false);
  expect(sameSecret('', 'ab')).toBe(false);
});
