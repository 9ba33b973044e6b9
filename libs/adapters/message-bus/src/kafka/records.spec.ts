import type { KafkaMessage } from 'kafkajs';
import { toRecord } from './records';

const message = (change: object) => ({ key: Buffer.from('a'), value: Buffer.from('1'), headers: {}, offset: '7', timestamp: '1764288000000', attributes: 0, ...change }) as KafkaMessage;

describe('a record of Kafka', () => {
  it('is what was published', () => {
    const { key, value, offset, publishedAt } = toRecord('topic', 0, message({}));
    expect({ key, value, offset, publishedAt }).toEqual({ key: 'a', value: 1, offset: 7, publishedAt: '2025-11-28T00:00:00.000Z' });
  });

  it.each([
    ['no calendar has', '9223372036854775807', '1970-01-01T00:00:00.000Z'],
    ['none was said', '-1', '1969-12-31T23:59:59.999Z'],
  ])('can be read when its time is one that %s', (_, timestamp, publishedAt) => {
    expect(toRecord('topic', 0, message({ timestamp })).publishedAt).toBe(publishedAt);
  });

  it('can be read without key, value and headers', () => {
    expect(toRecord('topic', 0, message({ key: null, value: null, headers: undefined }))).toMatchObject({ key: '', value: null, headers: {} });
  });
});
