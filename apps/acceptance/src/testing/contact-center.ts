import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE, type PersonId } from './people';

/** The business numbers, by the queue that their customers wait in. */
export const NUMBERS = {
  care: { phoneNumberId: '300000000000001', displayNumber: '+1 202 555 0100', queueName: 'Customer care' },
  orders: { phoneNumberId: '300000000000002', displayNumber: '+44 7700 900100', queueName: 'Órdenes & returns' },
} as const;
export type NumberId = keyof typeof NUMBERS;

const QUEUE_NAMES = { care: NUMBERS.care.queueName, orders: NUMBERS.orders.queueName, night: 'Night shift' } as const;
export type QueueId = keyof typeof QUEUE_NAMES;

export interface QueueSettings {
  readonly agents: readonly PersonId[];
  readonly offerTimeoutSeconds?: number;
  readonly whenTransferNotAccepted?: 'requeue' | 'end';
}

export interface ContactCenter {
  /** No number leads to `night`: its work is handed over to it. */
  readonly queues: Readonly<Record<NumberId, QueueSettings>> & { readonly night?: QueueSettings };
  readonly wrapUpSeconds?: number;
  readonly connectionGraceSeconds?: number;
  readonly maxConversations?: Partial<Record<PersonId, number>>;
  /** Lines below `templates:`. */
  readonly templates?: readonly string[];
}

const CAPACITY = 5;

/** `contact-center.yaml`, by the letter of the contract. */
function yaml({ queues, wrapUpSeconds = 120, connectionGraceSeconds, maxConversations = {}, templates = [] }: ContactCenter): string {
  const numbers = Object.entries(NUMBERS).map(
    ([queue, { phoneNumberId, displayNumber }]) => `  - phoneNumberId: "${phoneNumberId}"\n    displayNumber: "${displayNumber}"\n    queue: ${queue}\n`,
  );
  const waiting = Object.entries(queues).map(
    ([id, { agents, offerTimeoutSeconds = 120, whenTransferNotAccepted = 'requeue' }]) =>
      `  - id: ${id}\n    name: "${QUEUE_NAMES[id as QueueId]}"\n    agents: [${agents.join(', ')}]\n    offerTimeoutSeconds: ${offerTimeoutSeconds}\n` +
      `    serviceLevelSeconds: 60\n    whenTransferNotAccepted: ${whenTransferNotAccepted}\n`,
  );
  const people = (Object.keys(PEOPLE) as PersonId[]).map((id) => {
    const { name, role, passwordHash } = PEOPLE[id];
    return `  - id: ${id}\n    name: ${name}\n    roles: [${role}]\n    maxConversations: ${maxConversations[id] ?? CAPACITY}\n    passwordHash: "${passwordHash}"\n`;
  });
  return `numbers:\n${numbers.join('')}queues:\n${waiting.join('')}agents:\n${people.join('')}idleReasons: [{ id: tea, name: { en: Tea, es: Té } }]
${connectionGraceSeconds === undefined ? '' : `connectionGraceSeconds: ${connectionGraceSeconds}\n`}${templates.length === 0 ? '' : `templates:\n${templates.map((line) => `  ${line}\n`).join('')}`}wrapUp:
  timeoutSeconds: ${wrapUpSeconds}
  defaultReason: unsaid
  reasons:
    - { id: solved, name: { en: Solved, es: Solución encontrada } }
    - { id: refund, name: { en: Refund agreed, es: Devolución acordada } }
    - { id: cafe, name: { en: Café question, es: Pregunta sobre el café } }
    - { id: unsaid, name: { en: Nothing said, es: Sin decir } }
`;
}

/** The configuration is in a file of its own, whose folder is to be removed. */
export function writeContactCenter(contactCenter: ContactCenter): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'parley-acceptance-'));
  const path = join(folder, 'contact-center.yaml');
  writeFileSync(path, yaml(contactCenter));
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
