import type { Message } from '@parley/contracts';
import { deliveryOf } from './delivery-state';

const message = (change: Partial<Message>): Message => ({
  messageId: 'm',
  direction: 'outbound',
  type: 'text',
  sender: { kind: 'agent', name: 'Ana' },
  sentAt: '2026-01-01T10:00:00.000Z',
  ...change,
});

describe('the delivery of a message', () => {
  const error = { code: 'delivery-uncertain', message: 'no answer' };
  it('is not confirmed until WhatsApp says something of it', () => {
    expect(deliveryOf(message({ status: 'pending', error }))).toBe('uncertain');
    expect(deliveryOf(message({ status: 'delivered', error }))).toBe('delivered');
    expect(deliveryOf(message({ status: 'failed', error: { code: '131026', message: 'undeliverable' } }))).toBe('failed');
  });
});
