import { cloudEventHeaders } from '@parley/contracts';
import { type EventStore, type MessageBus, type NewRecord, type RecordedEvent, runRelay } from '@parley/event-sourcing';
import { createPostgresEventStore } from '@parley/event-store';
import { createKafkaMessageBus } from '@parley/message-bus/kafka';
import { CHECKPOINT_TABLE, checkpointIn, openPool } from '@parley/read-store';
import { type Message, Partitioners, type Producer } from 'kafkajs';
import type { Pool } from 'pg';
import { freshDatabase } from '../../database';
import { type Compared, inTurns } from '../../report/statistics';
import { history } from '../history';
import { rawKafka } from './groups';

const TURNS = 3;
const CONVERSATIONS = 3_000;
const AT_ONCE = 500;
const APPENDS_AT_ONCE = 100;
const PARTITIONS = 8;
const ACKNOWLEDGED_BY_ALL = -1;
const WITHIN_MS = 120_000;
const CATEGORY = 'conversation';

/** Events per second from the log in PostgreSQL into Kafka by the relay, against kafkajs sending the same bytes, as many at once. */
export async function measureRelay({ serverUrl, brokers }: { serverUrl: string; brokers: string }): Promise<Compared> {
  const databaseUrl = await freshDatabase(serverUrl, 'bench_relay');
  const store = await createPostgresEventStore({ databaseUrl, applicationName: 'bench' });
  const pool = openPool({ databaseUrl, applicationName: 'bench' });
  const bus = createKafkaMessageBus({ connection: { brokers: [brokers] }, applicationName: 'bench', partitions: PARTITIONS });
  const producer = rawKafka(brokers).producer({ createPartitioner: Partitioners.DefaultPartitioner, maxInFlightRequests: 1 });
  try {
    await pool.query(CHECKPOINT_TABLE);
    await producer.connect();
    await fill(store);
    const { batches, events, position } = await batchesOf(store);
    const measure = {
      ceiling: async (turn: number) => sentPerSecond(producer, await freshTopic(brokers, `bench.raw.${turn}`), { batches, events }),
      figure: async (turn: number) => relayedPerSecond({ store, bus, pool }, await freshTopic(brokers, `bench.relay.${turn}`), { events, position }),
    };
    await measure.ceiling(TURNS); // broker and Node.js compile what is used most
    await measure.figure(TURNS);
    return await inTurns(TURNS, measure);
  } finally {
    await Promise.all([producer.disconnect(), bus.close(), store.close(), pool.end()]);
  }
}

/** The log has the events of the history, each conversation's in a stream of its own. */
async function fill(store: EventStore): Promise<void> {
  const byStream = new Map<string, NewRecord[]>();
  for (const record of history(CONVERSATIONS)) byStream.set(record.key, [...(byStream.get(record.key) ?? []), record]);
  const streams = [...byStream];
  for (let from = 0; from < streams.length; from += APPENDS_AT_ONCE)
    await Promise.all(
      streams.slice(from, from + APPENDS_AT_ONCE).map(([id, records]) => {
        const events = records.map(({ value, headers }) => ({ id: headers!['ce_id']!, type: (value as { type: string }).type, data: value as object }));
        return store.append({ stream: `${CATEGORY}-${id}`, expectedRevision: 'no-stream', events });
      }),
    );
}

/** As the conversation service does it. */
function recordOf(event: RecordedEvent): NewRecord {
  const id = event.stream.slice(CATEGORY.length + 1);
  return { key: id, value: event.data, headers: cloudEventHeaders('/parley/conversation', id, event) };
}

/** What the relay will publish, ready to be sent. */
async function batchesOf(store: EventStore): Promise<{ batches: Message[][]; events: number; position: number }> {
  const batches: Message[][] = [];
  let position = 0;
  for (;;) {
    const slice = await store.readAll({ after: position, limit: AT_ONCE, categories: [CATEGORY] });
    if (slice.events.length === 0) return { batches, events: batches.flat().length, position };
    position = slice.position;
    batches.push(slice.events.map((event) => asMessage(recordOf(event))));
  }
}

const asMessage = ({ key, value, headers }: NewRecord): Message => ({ key: Buffer.from(key), value: Buffer.from(JSON.stringify(value)), headers: { ...headers } });

async function freshTopic(brokers: string, topic: string): Promise<string> {
  const admin = rawKafka(brokers).admin();
  await admin.connect();
  try {
    const configEntries = [{ name: 'flush.messages', value: '1' }]; // as the product has it on one broker
    await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries }], waitForLeaders: true });
    return topic;
  } finally {
    await admin.disconnect();
  }
}

async function sentPerSecond(producer: Producer, topic: string, { batches, events }: { batches: readonly Message[][]; events: number }): Promise<number> {
  const startedMs = performance.now();
  for (const messages of batches) await producer.sendBatch({ acks: ACKNOWLEDGED_BY_ALL, topicMessages: [{ topic, messages }] });
  return (events * 1000) / (performance.now() - startedMs);
}

/** From the start of the relay until its checkpoint, in the database, is at the log's end. */
async function relayedPerSecond(
  { store, bus, pool }: { store: EventStore; bus: MessageBus; pool: Pool },
  topic: string,
  { events, position }: { events: number; position: number },
): Promise<number> {
  const done = new AbortController();
  const { load, save } = checkpointIn(pool, topic);
  let endedMs: number | undefined;
  const saveAndLook = async (to: number, from: number) => {
    await save(to, from);
    if (to < position) return;
    endedMs = performance.now();
    done.abort();
  };
  const startedMs = performance.now();
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(WITHIN_MS)]);
  await runRelay({ store, bus, categories: [CATEGORY], toRecord: (event) => ({ topic, ...recordOf(event) }), checkpoint: { load, save: saveAndLook }, signal, batchMax: AT_ONCE });
  if (endedMs === undefined) throw new Error(`the relay did not reach the end of the log in ${WITHIN_MS / 1000} s`);
  return (events * 1000) / (endedMs - startedMs);
}
