import { backOff } from '@parley/event-sourcing';
import type { Admin, ITopicConfig } from 'kafkajs';
import type { AdminConnection } from './admin';
import { asFault, codeOf } from './faults';

const NAME = /^[A-Za-z0-9._-]{1,249}$/;
const REPLICAS_MAX = 3;
const LEADERS_MAX_MS = 5_000;
/** A webhook of 4 MB is stored whole, also as text, where each of its bytes may become three. */
export const RECORD_BYTES_MAX = 13_000_000;
/** The same as a dead letter: text that is no JSON becomes JSON, six bytes for one at worst, and the reason comes to it. */
const DEAD_LETTER_BYTES_MAX = 80_000_000;

export interface TopicSettings {
  readonly partitions: number;
  readonly retentionMs: number;
  /** Dead letters wait for a person. */
  readonly deadLetterRetentionMs: number;
  readonly replicationFactor?: number;
}

/** The topics that this process has met; one that is not there is created by the first who names it, others stay as they are. */
export class Topics {
  private readonly known = new Map<string, Promise<void>>();

  constructor(
    private readonly admin: AdminConnection,
    private readonly settings: TopicSettings,
  ) {}

  /** @throws Unreachable, or RangeError for what is no name of a topic */
  async ensure(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.get(name)));
  }

  private get(name: string): Promise<void> {
    let topic = this.known.get(name);
    if (topic === undefined) {
      topic = this.make(name);
      this.known.set(name, topic);
      topic.catch(() => this.known.delete(name));
    }
    return topic;
  }

  private async make(name: string): Promise<void> {
    if (!NAME.test(name) || /^\.{1,2}$/.test(name)) throw new RangeError(`not a topic name: ${JSON.stringify(name)}`);
    try {
      await this.admin.ask(async (admin) => {
        // kafkajs would ask for the leaders once, and give up when that broker has not heard of the topic yet.
        if (!(await exists(admin, name))) await admin.createTopics({ topics: [await this.configOf(admin, name)], waitForLeaders: false });
      });
      await this.admin.ask((admin) => offsetsOf(admin, name));
    } catch (error) {
      throw asFault(error, `creating topic ${name}`);
    }
  }

  private async configOf(admin: Admin, topic: string): Promise<ITopicConfig> {
    const { partitions, retentionMs, deadLetterRetentionMs, replicationFactor: wanted } = this.settings;
    const replicationFactor = wanted ?? Math.min(REPLICAS_MAX, (await admin.describeCluster()).brokers.length);
    const isForDeadLetters = topic.endsWith('.dlq');
    const configEntries = [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'compression.type', value: 'producer' }, // kafkajs cannot read what a broker may choose
      { name: 'retention.ms', value: String(isForDeadLetters ? deadLetterRetentionMs : retentionMs) },
      { name: 'max.message.bytes', value: String(isForDeadLetters ? DEAD_LETTER_BYTES_MAX : RECORD_BYTES_MAX) },
      { name: 'min.insync.replicas', value: String(Math.max(1, replicationFactor - 1)) },
      // A broker acknowledges what it has in memory. Where no other one has it, too, a power loss would take it: there it is on the disk first.
      ...(replicationFactor === 1 ? [{ name: 'flush.messages', value: '1' }] : []),
    ];
    return { topic, numPartitions: partitions, replicationFactor, configEntries };
  }
}

/** Asked by name: who may see one topic need not be allowed to list them all. */
export async function exists(admin: Admin, topic: string): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics.some(({ partitions }) => partitions.length > 0);
  } catch (error) {
    if (codeOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return false;
    throw error;
  }
}

/**
 * The lowest and the next offset of each partition, once all leaders answer. A topic is known before they are at work, and what one of
 * them refuses, kafkajs sends to all partitions again; where it knows none at the moment, it fails with a TypeError.
 */
export async function offsetsOf(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  const giveUpAt = performance.now() + LEADERS_MAX_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await backOff(attempt);
    }
  }
}
