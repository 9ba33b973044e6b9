import { isAscii } from 'node:buffer';
import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;
const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** Tells whether Meta signed a body, with any of the app secrets. */
export class WebhookSignature {
  private readonly keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  }

  /**
   * @param body the bytes as they arrived
   * @param header `X-Hub-Signature-256`
   */
  isValid(body: Buffer, header: unknown): boolean {
    const given = typeof header === 'string' ? HEADER.exec(header)?.[1] : undefined;
    if (given === undefined) return false;
    const expected = Buffer.from(given, 'hex');
    return this.signs(body, expected) || (!isAscii(body) && this.signs(escaped(body), expected));
  }

  private signs(bytes: Buffer | string, expected: Buffer): boolean {
    return this.keys.some((key) => timingSafeEqual(createHmac('sha256', key).update(bytes).digest(), expected));
  }
}

/** As Meta wrote it before something on the way decoded the escapes: everything beyond `~` as lower-case `\uXXXX`. */
const escaped = (body: Buffer): string =>
  body.toString('utf8').replace(BEYOND_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Compares secrets of any length in constant time. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
