import { randomBytes } from 'node:crypto';

/** WhatsApp's mark for who wrote the message. */
const INBOUND = 0x12;
const OUTBOUND = 0x11;

/** A new message id of the shape that WhatsApp gives: it holds the customer's phone or BSUID, so it is personal data. */
export function newWamid(customer: string, from: 'customer' | 'business'): string {
  const who = Buffer.from(customer, 'ascii');
  const id = Buffer.from(randomBytes(10).toString('hex').toUpperCase(), 'ascii');
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, who.length]),
    who,
    Buffer.from([0x15, 0x02, 0x00, from === 'customer' ? INBOUND : OUTBOUND, 0x18, id.length]),
    id,
    Buffer.from([0x00]),
  ]);
  return `wamid.${bytes.toString('base64')}`;
}
