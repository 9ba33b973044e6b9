import { readdirSync, readFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../fixtures/whatsapp');

/** Fictitious webhook bodies of every shape we know, by file name. */
export const SAMPLES: readonly [name: string, body: unknown][] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as unknown]);

export const sample = (number: string): unknown => SAMPLES.find(([name]) => name.startsWith(`${number}-`))![1];

/** As Meta writes it: compact, everything beyond ASCII as lower-case `\uXXXX`, and `/` as `\/`. */
export function wire(body: unknown): Buffer {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return Buffer.from(JSON.stringify(body).replace(/[\u007f-\uffff]/g, escape).replaceAll('/', '\\/'), 'ascii');
}

export const sign = (body: Buffer | string, secret: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** A webhook with one change that holds `value`. */
export const webhook = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field, value: { metadata: { phone_number_id: '100' }, ...value } }] }],
});

export const textMessage = (id: string, body: string, from = '12025550101') => ({ from, id, timestamp: '1795000001', type: 'text', text: { body } });

interface Body {
  readonly entry: { readonly changes: { readonly field: string; readonly value: Record<string, unknown[] | undefined> }[] }[];
}

/** Every element of every list in a well-formed body; a change of another field is one element. */
export const elements = (body: unknown): unknown[] =>
  (body as Body).entry.flatMap(({ changes }) =>
    changes.flatMap((change) =>
      change.field === 'messages' ? ['messages', 'statuses', 'errors'].flatMap((name) => change.value[name] ?? []) : [change],
    ),
  );
