import { createHmac } from 'node:crypto';
import { requestBytes } from './connection';

export const WEBHOOK_PATH = '/webhooks/whatsapp';

export interface Notification {
  readonly appSecret: string;
  readonly phoneNumberId: string;
  /** A number: phone and BSUID follow from it. */
  readonly customer: number;
  readonly wamid: string;
  readonly text: string;
  /** More texts of the same customer, in the same notification. */
  readonly more?: readonly string[];
}

/** The bytes of one signed notification of a customer's text, escaped as Meta writes it. */
export function notificationBytes(notification: Notification): Buffer {
  const body = JSON.stringify(notificationBody(notification)).replace(/[\u007f-\uffff]/g, escaped).replaceAll('/', '\\/');
  const signature = createHmac('sha256', notification.appSecret).update(body).digest('hex');
  return requestBytes('POST', WEBHOOK_PATH, { body, headers: { 'X-Hub-Signature-256': `sha256=${signature}` } });
}

export const phoneOf = (customer: number): string => `1202${String(customer).padStart(7, '0')}`;

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function notificationBody({ phoneNumberId, customer, wamid, text, more = [] }: Notification): object {
  const [phone, bsuid] = [phoneOf(customer), `US.${String(customer).padStart(18, '9')}`];
  const timestamp = String(Math.floor(Date.now() / 1000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: `Customer ${customer}` }, wa_id: phone, user_id: bsuid }],
    messages: [text, ...more].map((body, at) => ({ from: phone, from_user_id: bsuid, id: at === 0 ? wamid : `${wamid}.${at}`, timestamp, type: 'text', text: { body } })),
  };
  return { object: 'whatsapp_business_account', entry: [{ id: '200000000000001', changes: [{ value, field: 'messages' }] }] };
}
