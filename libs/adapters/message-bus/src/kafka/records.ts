import type { BusRecord, NewRecord } from '@parley/event-sourcing';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { storedValue } from '../json-value';

/** As it is published: key and headers in UTF-8, the value as JSON. @throws TypeError for what JSON has no words for */
export const toMessage = ({ key, value, headers }: NewRecord): Message => ({
  key: Buffer.from(key),
  value: Buffer.from(storedValue(value)),
  ...(headers && { headers: { ...headers } }),
});

/** Some bytes' worth of a message; what Kafka adds to each is small and counted generously. */
export function bytesOf({ key, value, headers = {} }: Message): number {
  const text = Object.entries(headers).reduce((sum, [name, content]) => sum + name.length + Buffer.byteLength(String(content)) + 10, 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + text + 40;
}

/** What stands in the topic, whatever it is. Others may write there: a value that is no JSON comes as its text, and the handler refuses it. */
export const toRecord = (topic: string, partition: number, { key, value, headers, offset, timestamp }: KafkaMessage): BusRecord => ({
  topic,
  partition,
  offset: Number(offset),
  key: key?.toString() ?? '',
  value: valueOf(value),
  headers: headers ? textOf(headers) : {},
  publishedAt: timeOf(Number(timestamp)),
});

/** A producer may say any time; one that no calendar has is the beginning of all times. */
function timeOf(ms: number): string {
  const time = new Date(ms);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}

function valueOf(value: Buffer | null): unknown {
  if (value === null) return null;
  const text = value.toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A header given several times has its last value. */
function textOf(headers: IHeaders): Record<string, string> {
  const text: Record<string, string> = {};
  for (const name in headers) {
    const content = headers[name];
    text[name] = String(Array.isArray(content) ? content.at(-1) : content);
  }
  return text;
}
