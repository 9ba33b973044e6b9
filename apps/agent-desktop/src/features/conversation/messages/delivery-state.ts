import type { Message } from '@parley/contracts';

export type DeliveryState = NonNullable<Message['status']> | 'uncertain';

/** `uncertain` while nobody knows whether WhatsApp took the message; its own word for it settles that. */
export function deliveryOf({ status, error }: Message): DeliveryState | undefined {
  const settled = status === 'sent' || status === 'delivered' || status === 'read';
  return error?.code === 'delivery-uncertain' && !settled ? 'uncertain' : status;
}
