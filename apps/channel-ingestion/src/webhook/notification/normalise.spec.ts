import { ChannelInbound, type InboundMessage } from '@parley/contracts';
import fc from 'fast-check';
import { elements, sample, SAMPLES, textMessage, webhook, wire } from '../../testing/samples.fixture';
import { normalise } from './normalise';

const AT = '2026-11-22T10:00:00.000Z';
const values = (body: unknown) => normalise(body, AT).map(({ value }) => value);
const first = (number: string) => normalise(sample(number), AT)[0]!;
const message = (number: string) => first(number).value as InboundMessage;

describe('normalising', () => {
  it.each(SAMPLES)('publishes every item of %s exactly once, as the contract says', (_name, body) => {
    const records = normalise(JSON.parse(wire(body).toString()), AT);
    expect(records.map(({ value }) => (value as { raw: unknown }).raw)).toEqual(elements(body));
    for (const { key, value } of records) {
      expect(ChannelInbound.parse(value)).toEqual(value);
      expect(key).toMatch(/^\d*:/);
    }
  });

  it('has as many samples as are known', () => expect(SAMPLES).toHaveLength(55));

  it('knows the customer by all ids, the BSUID first', () => {
    expect(first('01').key).toBe('300000000000001:US.90000000000000000101');
    expect(message('37').customer).toEqual(expect.objectContaining({ phone: expect.stringMatching(/^\+\d+$/), bsuid: expect.any(String), parentBsuid: expect.any(String), username: expect.any(String) }));
    expect(message('51').customer.bsuid).toBeUndefined();
    expect(first('51').key).toMatch(/^300000000000001:\+\d+$/);
  });

  it.each(['35', '36'])('takes a withheld phone number as absent (%s)', (number) => {
    expect(message(number).customer).toEqual({ bsuid: 'US.90000000000000000104', name: 'Dee', username: 'dee.sample' });
  });

  it('names who a changed customer was', () => {
    expect(message('28').customer).toEqual({ phone: '+12025550101', bsuid: 'US.90000000000000000101' });
    expect(message('29').customer).toEqual({ bsuid: 'US.90000000000000000104' });
  });

  it('reads texts, what was tapped, files and quotes', () => {
    expect(message('02').text).toContain('\n');
    expect(message('21').text).toBe((message('21').raw as any).interactive.button_reply.title);
    expect(message('24').text).toBe((message('24').raw as any).button.text);
    expect(message('11').media).toMatchObject({ mimeType: 'audio/ogg', voice: true });
    expect(message('13').media).toMatchObject({ mimeType: 'application/pdf', fileName: expect.any(String), caption: expect.any(String) });
    expect(message('03').replyToWamid).toMatch(/^wamid\./);
    expect(message('48').messageType).toBe(Object.values(message('48').raw as object).find((value) => value === message('48').messageType));
  });

  it('reads statuses with reference and errors', () => {
    expect(first('44').value).toMatchObject({ kind: 'status', status: 'sent', reference: '{"outbox":"018f-fict-44"}' });
    expect(first('42').value).toMatchObject({ status: 'failed', errors: [{ code: '131047', message: expect.stringContaining('24 hours') }] });
    expect(first('42').key).toBe('300000000000001:+12025550102');
  });

  it('tells notices from messages', () => {
    expect(values(sample('34'))).toMatchObject([{ kind: 'notice', field: 'messages', reason: 'WhatsApp reports error 130429' }]);
    for (const number of ['53', '54', '55']) expect(values(sample(number))).toMatchObject([{ kind: 'notice' }]);
  });

  it('finds each of two customers in one value', () => {
    const names = values(sample('46')).map((value) => (value as InboundMessage).customer.name);
    expect(new Set(names).size).toBe(2);
    expect(names).not.toContain(undefined);
  });

  it('never gives one customer the other\u2019s ids', () => {
    const contacts = [{ user_id: 'US.2', wa_id: '12025550102', profile: { name: 'Ben' } }];
    const [value] = values(webhook({ contacts, messages: [{ ...textMessage('wamid.1', 'hi', ''), from_user_id: 'US.1' }] }));
    expect((value as InboundMessage).customer).toEqual({ bsuid: 'US.1' });
  });

  it('takes the only contact as the sender when the phone is written in another way', () => {
    const contacts = [{ wa_id: '5511987654321', profile: { name: 'Rui' } }];
    const [value] = values(webhook({ contacts, messages: [textMessage('wamid.1', 'oi', '551187654321')] }));
    expect(value).toMatchObject({ customer: { phone: '+551187654321', name: 'Rui' } });
  });

  it('keeps the good items of a bad batch and says what is wrong with the others', () => {
    const messages = [null, textMessage('wamid.1', 'good'), { type: 'text' }, 7, { id: 'wamid.2', type: 'text' }, textMessage('wamid.3', 'good')];
    expect(values(webhook({ messages, statuses: [{ id: 'wamid.4' }, { status: 'sent' }, 'x'], errors: {} })).map((value) => ('reason' in value ? value.reason : value.kind))).toEqual([
      'an element of messages is not an object', 'message', 'the message has no id', 'an element of messages is not an object', 'the message names no customer', 'message',
      'the status says nothing', 'the status names no message', 'an element of statuses is not an object', 'errors is not a list',
    ]);
  });

  it.each([null, 7, 'text', [], {}, { entry: [] }, { entry: {} }])('keeps the body %j as a notice', (body) =>
    expect(normalise(body, AT)).toEqual([{ key: ':', value: { kind: 'notice', field: 'unknown', reason: 'the body has no entries', receivedAt: AT, raw: body } }]),
  );

  it.each([{ entry: [null] }, { entry: [{ changes: [null] }] }, webhook({}), webhook({ metadata: {} }), webhook({ messages: [] })])(
    'keeps the odd shape %j as a notice with its reason',
    (body) => expect(values(body)).toEqual([expect.objectContaining({ kind: 'notice', reason: expect.any(String) })]),
  );

  it('takes our own time where WhatsApp\u2019s is none', () => {
    for (const timestamp of [undefined, '', 'soon', '99999999999999', -1, {}])
      expect(values(webhook({ messages: [{ ...textMessage('wamid.1', 'x'), timestamp }] }))).toMatchObject([{ channelTimestamp: AT }]);
  });

  it('keeps every string, NUL and lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(values(JSON.parse(wire(webhook({ messages: [textMessage('wamid.1', text)] })).toString()))).toMatchObject([{ text }]);
      }),
    );
    expect(values(webhook({ messages: [textMessage('wamid.1', 'a\u0000b\ud800')] }))).toMatchObject([{ text: 'a\u0000b\ud800' }]);
  });

  it('never throws and never publishes nothing, whatever the JSON', () => {
    const value = fc.record({ messages: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()), statuses: fc.jsonValue(), contacts: fc.jsonValue(), metadata: fc.oneof(fc.constant({ phone_number_id: '1' }), fc.jsonValue()) });
    const body = fc.record({ entry: fc.array(fc.record({ changes: fc.array(fc.record({ field: fc.constant('messages'), value })) })) });
    fc.assert(
      fc.property(fc.oneof(body, fc.jsonValue()), (json) => {
        const records = normalise(json, AT);
        expect(records.length).toBeGreaterThan(0);
        for (const record of records) ChannelInbound.parse(record.value);
      }),
      { numRuns: 500 },
    );
  });
});
