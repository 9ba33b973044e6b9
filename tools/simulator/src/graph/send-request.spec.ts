import { sendRequest } from './send-request';

const text = (body: unknown, more: object = {}) => ({ messaging_product: 'whatsapp', to: '+12025550143', type: 'text', text: { body }, ...more });

const codeOf = (json: unknown) => {
  const request = sendRequest(json);
  return request.kind === 'refused' ? [request.refusal.status, request.refusal.code] : request.kind;
};

describe('a request to send', () => {
  it.each([
    ['a text of 4096 characters', text('x'.repeat(4096)), 'message'],
    ['4096 emoji, counted as characters', text('👋'.repeat(4096)), 'message'],
    ['a text of 4097 characters', text('x'.repeat(4097)), [400, 100]],
    ['an empty text', text(''), [400, 100]],
    ['no body', text(undefined), [400, 100]],
    ['no product', { ...text('x'), messaging_product: undefined }, [400, 100]],
    ['no recipient', { ...text('x'), to: undefined }, [400, 131008]],
    ['a BSUID', { ...text('x'), to: undefined, recipient: 'US.9' }, 'message'],
    ['no content', { ...text('x'), text: undefined }, [400, 131008]],
    ['an unknown type', { ...text('x'), type: 'poll' }, [400, 131051]],
    ['a mark of 513 bytes', text('x', { biz_opaque_callback_data: 'y'.repeat(513) }), [400, 100]],
    ['a read receipt', { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A' }, 'read'],
    ['a read receipt for nothing', { messaging_product: 'whatsapp', status: 'read' }, [400, 131008]],
    ['no object', 'text', [400, 100]],
  ])('with %s is %p', (_what, json, outcome) => {
    expect(codeOf(json)).toEqual(outcome);
  });

  it('keeps the mark of the business and prefers the phone', () => {
    expect(sendRequest(text('hi', { recipient: 'US.9', biz_opaque_callback_data: 'outbox:1' }))).toEqual({
      kind: 'message',
      to: { phone: '+12025550143' },
      type: 'text',
      text: 'hi',
      reference: 'outbox:1',
    });
  });
});
