import { createHmac } from 'node:crypto';
import { NUMBERS, type NumberId } from './contact-center';
import { eventually } from './eventually';
import { aWamid } from './graph-api';

export const APP_SECRET = 'an-app-secret-of-our-own-c0ffee';
export const VERIFY_TOKEN = 'a word + that & both sides know';

/** As Meta writes JSON: compact, ASCII with lower-case `\uXXXX`, and every slash escaped. */
export const wire = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');

export const signature = (body: string | Buffer, secret = APP_SECRET): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Somebody with WhatsApp who writes to one of the numbers. */
export interface Customer {
  readonly name: string;
  /** Digits, as WhatsApp has them. */
  readonly phone: string;
  readonly number: NumberId;
}

let lastCustomer = 0;

/** Somebody whom nobody knows yet. */
export function someone(name: string, number: NumberId = 'care'): Customer {
  lastCustomer += 1;
  return { name, number, phone: `3465${String(process.pid % 100_000).padStart(5, '0')}${String(lastCustomer).padStart(3, '0')}` };
}

export const textOf = ({ phone }: Customer, body: string, id = aWamid(), atMs = Date.now()) => ({
  from: phone,
  id,
  timestamp: String(Math.floor(atMs / 1000)),
  type: 'text',
  text: { body },
});

/** A notification about what is in `value`, in the name of the customer's number. */
export function notification(number: NumberId, value: Record<string, unknown>): unknown {
  const { phoneNumberId, displayNumber } = NUMBERS[number];
  const metadata = { display_phone_number: displayNumber.replace(/\D/g, ''), phone_number_id: phoneNumberId };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '200000000000009', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }] }],
  };
}

export const messagesFrom = (customer: Customer, ...messages: unknown[]): unknown =>
  notification(customer.number, { contacts: [{ profile: { name: customer.name }, wa_id: customer.phone }], messages });

/** Meta's side of the webhook. */
export class Meta {
  /** The ids of all messages whose notification was answered with 200. */
  readonly acknowledged = new Set<string>();

  private readonly webhooks: readonly string[];
  private posts = 0;

  /** @param webhooks taken in turns, as by a load balancer */
  constructor(...webhooks: readonly string[]) {
    this.webhooks = webhooks;
  }

  /** A signed notification, and the answer's HTTP status. */
  async notify(value: unknown): Promise<number> {
    const body = wire(value);
    return (await this.post(body, { 'x-hub-signature-256': signature(body) })).status;
  }

  post(body: string | Buffer, headers: Record<string, string>): Promise<Response> {
    return fetch(this.webhooks[this.posts++ % this.webhooks.length]!, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: body as BodyInit, signal: AbortSignal.timeout(20_000) });
  }

  /** The customer's message has arrived. @returns its wamid */
  async text(customer: Customer, body: string): Promise<string> {
    const message = textOf(customer, body);
    const status = await this.notify(messagesFrom(customer, message));
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    this.acknowledged.add(message.id);
    return message.id;
  }

  /** As Meta does: again and again until the answer is 200. @returns the wamid */
  async textUntilTaken(customer: Customer, body: string): Promise<string> {
    const message = textOf(customer, body);
    await eventually('the webhook takes it', () => this.notify(messagesFrom(customer, message)).catch(() => 0), (status) => status === 200, 90_000);
    this.acknowledged.add(message.id);
    return message.id;
  }

  async status(customer: Customer, wamid: string, status: string, more: Record<string, unknown> = {}): Promise<void> {
    const item = { id: wamid, status, timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: customer.phone, ...more };
    const answer = await this.notify(notification(customer.number, { statuses: [item] }));
    if (answer !== 200) throw new Error(`the webhook answered ${answer}`);
  }
}
