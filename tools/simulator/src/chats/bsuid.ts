import { createHash } from 'node:crypto';

/** Calling codes of the customers people usually invent; the longest match wins. */
const COUNTRIES: Readonly<Record<string, string>> = {
  '1': 'US', '34': 'ES', '44': 'GB', '49': 'DE', '52': 'MX', '54': 'AR', '55': 'BR', '57': 'CO', '61': 'AU', '91': 'IN',
};

/** The business-scoped user id of the person with this phone: always the same, and never containing it. */
export function bsuidOf(phoneDigits: string): string {
  const country = COUNTRIES[phoneDigits.slice(0, 2)] ?? COUNTRIES[phoneDigits.slice(0, 1)] ?? 'US';
  const digits = BigInt(`0x${createHash('sha256').update(phoneDigits).digest('hex').slice(0, 15)}`).toString().padStart(18, '0');
  return `${country}.${digits}`;
}
