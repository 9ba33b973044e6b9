import type { ChatMessage, Customer } from '../chats/chat-book';
import type { BusinessNumber } from '../simulator.config';

const WABA_ID = '200000000000001';
const ERROR_HELP = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

/** What goes under `changes[]`: one piece of news about one number. */
export interface Change {
  readonly field: string;
  readonly value: Record<string, unknown>;
}

export type StatusWord = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

export interface StatusError {
  readonly code: number;
  readonly title: string;
  readonly details?: string;
}

/** A whole POST body: one account, any number of changes. */
export const notification = (changes: readonly Change[]): Record<string, unknown> => ({
  object: 'whatsapp_business_account',
  entry: [{ id: WABA_ID, changes }],
});

/** `content` is what belongs to the type: `{ text: { body } }` for a text. */
export function messageChange(number: BusinessNumber, customer: Customer, message: ChatMessage, content: object): Change {
  return {
    value: {
      ...head(number),
      contacts: [{ profile: { name: customer.name }, ...ids(customer, 'wa_id', 'user_id') }],
      messages: [
        {
          ...ids(customer, 'from', 'from_user_id'),
          id: message.wamid,
          timestamp: seconds(message.atMs),
          type: message.type,
          ...content,
        },
      ],
    },
    field: 'messages',
  };
}

/** A failed one omits `contacts`, `sent` and one more carry `pricing`, all carry the business's own mark. */
export function statusChange(
  number: BusinessNumber,
  customer: Customer,
  status: { message: ChatMessage; word: StatusWord; atMs: number; error?: StatusError },
): Change {
  const { message, word, atMs, error } = status;
  const priced = word === 'sent' || word === 'delivered';
  return {
    value: {
      ...head(number),
      ...(word !== 'failed' && { contacts: [ids(customer, 'wa_id', 'user_id')] }),
      statuses: [
        {
          id: message.wamid,
          status: word,
          timestamp: seconds(atMs),
          ...ids(customer, 'recipient_id', 'recipient_user_id'),
          ...(message.reference !== undefined && { biz_opaque_callback_data: message.reference }),
          ...(priced && { pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' } }),
          ...(error && { errors: [statusError(error)] }),
        },
      ],
    },
    field: 'messages',
  };
}

const statusError = ({ code, title, details }: StatusError) => ({
  code,
  title,
  message: title,
  error_data: { details: details ?? title },
  href: ERROR_HELP,
});

const head = (number: BusinessNumber) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: number.displayNumber.replace(/\D/g, ''), phone_number_id: number.phoneNumberId },
});

const ids = (customer: Customer, phoneKey: string, bsuidKey: string) => ({
  ...(customer.phone && { [phoneKey]: customer.phone }),
  ...(customer.bsuid && { [bsuidKey]: customer.bsuid }),
});

const seconds = (ms: number): string => String(Math.floor(ms / 1000));
