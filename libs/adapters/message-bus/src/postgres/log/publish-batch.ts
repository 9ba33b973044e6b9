import { type NewRecord, partitionOf } from '@parley/event-sourcing';
import type { QueuedCall } from '../../call-queue';
import { storedValue } from '../../json-value';
import { storedKey } from './stored-text';
import type { Topic } from './topics';

interface StoredRecord {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
}

export interface PublishCall extends QueuedCall {
  readonly topic: Topic;
  readonly records: readonly StoredRecord[];
}

export function storedRecords({ partitions }: Topic, records: readonly NewRecord[]): StoredRecord[] {
  return records.map(({ key, value, headers }) => ({
    partition: partitionOf(key, partitions),
    key: storedKey(key),
    value: storedValue(value),
    headers: headers === undefined ? '{}' : JSON.stringify(headers),
  }));
}

/** Some characters' worth of a call, for the bounds of the queue. */
export const bytesOf = (records: readonly StoredRecord[]): number =>
  records.reduce((sum, { key, value, headers }) => sum + key.length + value.length + headers.length, 0);

interface Lane {
  readonly topicId: number;
  readonly partition: number;
  count: number;
}

/** The arguments of the database function for `calls`: lanes sorted, records in the order of the calls. */
export function publishArguments(calls: readonly PublishCall[]): unknown[] {
  const lanes = new Map<string, Lane>();
  const records = calls.flatMap(({ topic, records: stored }) =>
    stored.map((record) => {
      const name = `${topic.id}/${record.partition}`;
      const lane = lanes.get(name) ?? { topicId: topic.id, partition: record.partition, count: 0 };
      lanes.set(name, lane);
      lane.count += 1;
      return { record, lane, number: lane.count - 1 };
    }),
  );
  const sorted = [...lanes.values()].sort((a, b) => a.topicId - b.topicId || a.partition - b.partition);
  const numberOfLane = new Map(sorted.map((lane, index) => [lane, index + 1]));
  return [
    sorted.map(({ topicId }) => topicId),
    sorted.map(({ partition }) => partition),
    sorted.map(({ count }) => count),
    records.map(({ lane }) => numberOfLane.get(lane)),
    records.map(({ number }) => number),
    records.map(({ record }) => record.key),
    records.map(({ record }) => record.value),
    records.map(({ record }) => record.headers),
  ];
}
