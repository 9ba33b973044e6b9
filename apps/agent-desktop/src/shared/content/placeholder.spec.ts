import type { Message } from '@parley/contracts';
import { placeholderOf } from './placeholder';

const message = (change: Partial<Message>): Message => ({
  messageId: 'm',
  direction: 'inbound',
  type: 'text',
  sender: { kind: 'customer', name: 'Lucía' },
  sentAt: '2026-01-01T10:00:00.000Z',
  ...change,
});

describe('a message that is not plain text', () => {
  it.each([
    ['location', { latitude: -33.5, longitude: 151.25 }, '-33.5, 151.25'],
    ['location', { name: 'Square', address: '1 Main St' }, 'Square · 1 Main St'],
    ['contacts', [{ name: { formatted_name: 'Pat' }, phones: [{ phone: '+1 202' }] }], 'Pat · +1 202'],
    ['interactive', { list_reply: { title: '09:30', description: 'Thursday' } }, '09:30 · Thursday'],
    ['button', { text: 'Confirm' }, 'Confirm'],
    ['edit', { message: { text: { body: 'Hello' } } }, 'Hello'],
    ['never-heard-of', { a: { b: 1 } }, undefined],
    ['location', 'not an object', undefined],
  ])('of type %s says what is in %j', (type, content, detail) => {
    expect(placeholderOf(message({ type, content })).detail).toBe(detail);
  });

  it('shows its caption', () => {
    expect(placeholderOf(message({ type: 'image', media: { mediaId: '1', mimeType: 'image/png', caption: 'Label' } }))).toEqual({
      icon: 'image',
      caption: 'Label',
    });
  });
});
