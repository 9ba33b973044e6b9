import { createHmac } from 'node:crypto';

/** JSON as Meta writes it: compact, everything beyond ASCII as lower-case `\uXXXX`, and `/` as `\/`. */
export function toWire(body: unknown): Buffer {
  const escaped = JSON.stringify(body)
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
  return Buffer.from(escaped, 'ascii');
}

/** The value of `X-Hub-Signature-256` over exactly these bytes. */
export const signature = (bytes: Uint8Array, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`;
